using System.Diagnostics;
using System.Runtime.InteropServices;
using AuditConsole.Guest.Inside.Held;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;

// The namespace says which kernel a test runs under.
namespace AuditConsole.Guest.Inside.Patched;

public sealed class ProbeTests : GuestKernel
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    public static IEnumerable<TheoryDataRow<string>> Hooks => Enum.GetNames<ProbeHook>().Select(name => new TheoryDataRow<string>(name));

    [Fact]
    public async Task Start_WhereEverythingIsPermitted_AttachesByFentryAndIsProven()
    {
        var start = AuditProbe.Start(TimeProvider.System);
        using var probe = start.Probe;

        Assert.Empty(start.Refusals);
        Assert.Empty(start.Without);
        Assert.Equal(ProbeHook.Fentry, probe!.Hook);
        Assert.False(probe.IsVerified);
        Assert.True(await probe.ProveAsync(s_patience, Stop));
        Assert.True(probe.IsVerified);
    }

    [Fact]
    public async Task Start_InFullMode_AttachesToOneFunctionMore()
    {
        var start = AuditProbe.Start(TimeProvider.System, ProbeMode.Full);
        using var probe = start.Probe;

        Assert.Empty(start.Refusals);
        Assert.Empty(start.Without);
        Assert.Equal(ProbeMode.Full, probe!.Mode);
        Assert.Equal(
            ["audit_log_end", "audit_log_lost", "kauditd_send_multicast_skb", "kauditd_send_queue"],
            (await AttachedFunctions.ReadAsync()).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Misses_OfAKprobeInsideAnotherKprobe_AreToldByTheKernel()
    {
        // What the program for records calls while it runs in a kprobe itself.
        const string Inner = "bpf_ktime_get_ns";
        const int Records = 100;
        using var probe = await GuestProbe.StartAsync(ProbeHook.Kprobe, Client);
        var kernel = new BpfKernel(BpfSystemCalls.Of(RuntimeInformation.ProcessArchitecture)!);
        using var program = kernel.Load(new BpfProgram("audit_inner", BpfProgramType.Kprobe, ConsumerPrograms.Nothing.Instructions));
        using var kprobe = kernel.AttachKprobe(program, Inner);
        Assert.Equal(0ul, kernel.KprobeMisses(kprobe));
        await FloodAsync(Records);
        var (window, _) = await probe.CloseAsync();

        Assert.InRange(kernel.KprobeMisses(kprobe)!.Value, (ulong)Records, window.Records + 10);
        Assert.Empty(window.Doubts);
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task Windows_OfFloodsOfManyShapes_AgreeWithTheKernelsMarkAndCountEveryRecord(string hook)
    {
        using var probe = await GuestProbe.StartAsync(Enum.Parse<ProbeHook>(hook), Client);
        var ofTheClear = (await probe.CloseAsync()).Window.Records;
        foreach (var shape in Shape.All)
        {
            foreach (var bursts in shape.Windows)
            {
                var before = TimeProvider.System.GetUtcNow();
                foreach (var burst in bursts)
                {
                    await FloodAsync(burst);
                }

                var (window, mark) = await probe.CloseAsync();
                Console.WriteLine($"{hook}, {shape.Name}, {bursts.Sum()} records: probe {window.Peak}, mark {mark}");

                Assert.Empty(window.Doubts);
                Assert.InRange(window.Peak, mark, mark + 1);
                Assert.Equal(ofTheClear + (uint)bursts.Sum(), window.Records);
                Assert.Equal(window.Peak, window.Quantile(1));
                Assert.InRange(window.PeakAt!.Value, before.AddSeconds(-1), TimeProvider.System.GetUtcNow());
            }
        }
    }

    [Fact]
    public async Task Windows_OfRecordsWithParts_AgreeWithTheKernelsMark()
    {
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client);
        await Auditctl.RunAsync("-a", "always,exit", "-F", "arch=b64", "-S", "mkdir,rmdir");
        await probe.CloseAsync();
        await using var rules = new NoRules();
        for (var round = 1; round <= 5; round++)
        {
            var folder = Directory.CreateTempSubdirectory("auditconsole-probe-").FullName;
            for (var i = 0; i < 40 * round; i++)
            {
                Directory.Delete(Directory.CreateDirectory(Path.Combine(folder, $"{i}")).FullName);
            }

            var (window, mark) = await probe.CloseAsync();
            Console.WriteLine($"mkdir and rmdir, {window.Records} records: probe {window.Peak}, mark {mark}");

            Assert.True(window.Records > 80ul * (uint)round * 3);
            Assert.InRange(window.Peak, mark, mark + 1);
        }
    }

    [Fact]
    public async Task Window_ThatEndsWithRecordsWaiting_HasItsPeakInTheLargerOfTheTwoReads()
    {
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client);
        uint standing;
        ProbeWindow under;
        using (new DeafAuditd())
        {
            await FloodAsync(600);
            under = probe.Probe.Take();
            var status = await Client.GetStatusAsync(Stop);
            standing = status.Backlog;

            Assert.True(standing > 100, $"Only {standing} records wait for an auditd that does not read.");
            Assert.InRange(Math.Max(under.Peak, standing), status.BacklogMaxDepth!.Value, status.BacklogMaxDepth.Value + 1);
        }

        var (window, _) = await probe.CloseAsync();
        Console.WriteLine($"standing: under way {under.Peak}, waiting {standing}, then {window.Peak}");

        // What waited at the end of the one window is in the next.
        Assert.True(window.Peak >= standing);
    }

    [Fact]
    public async Task Windows_TakenInTheMiddleOfFloods_JoinToWhatTheKernelSays()
    {
        const int Floods = 60;
        const int Records = 400;
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client);
        var ofTheClear = (await probe.CloseAsync()).Window.Records;
        var windows = new List<ProbeWindow>();
        var flood = Task.Run(async () =>
        {
            for (var i = 0; i < Floods; i++)
            {
                await FloodAsync(Records);
            }
        }, Stop);
        while (!flood.IsCompleted)
        {
            windows.Add(probe.Probe.Take());
            await Task.Yield();
        }

        await flood;
        var (last, mark) = await probe.CloseAsync();
        windows.Add(last);
        Console.WriteLine($"{windows.Count} windows, {windows.Count(w => w.Records > 0)} with records: highest {windows.Max(w => w.Peak)}, mark {mark}");

        Assert.InRange(windows.Max(w => w.Peak), mark, mark + 1);
        Assert.Equal(ofTheClear + (Floods * Records), windows.Aggregate(0ul, (sum, w) => sum + w.Records));
        Assert.All(windows, w => Assert.Empty(w.Doubts));
        Assert.Contains(windows, w => w.Peak > 0 && w.Peak < mark);
    }

    [Fact]
    public async Task Dispose_OfAProbe_LeavesNoDescriptorAndNothingAttached()
    {
        AuditProbe.Start(TimeProvider.System).Probe!.Dispose();
        var before = BpfDescriptors();
        using (await GuestProbe.StartAsync(ProbeHook.Fentry, Client))
        {
            Assert.True(BpfDescriptors() > before);
            Assert.Equal(3, (await AttachedFunctions.ReadAsync()).Count);
        }

        Assert.Equal(before, BpfDescriptors());
        Assert.Empty(await AttachedFunctions.ReadAsync());
    }

    [Fact]
    public async Task Kill_OfAProcessWithAProbe_LeavesNothingAttached()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(HeldProbe).Assembly.Location, "-class", typeof(HeldProbe).FullName!, "-explicit", "only"])
        {
            RedirectStandardOutput = true,
        };
        using var holder = Process.Start(start)!;
        while (await holder.StandardOutput.ReadLineAsync(Stop) is { } line && !line.Contains(HeldProbe.Attached, StringComparison.Ordinal))
        {
        }

        Assert.Equal(3, (await AttachedFunctions.ReadAsync()).Count);
        holder.Kill();
        await holder.WaitForExitAsync(Stop);

        Assert.Empty(await AttachedFunctions.ReadAsync());
    }

    [Fact]
    public async Task Prove_WithTracingSwitchedOff_SaysThatTheProbeSeesNothing()
    {
        const string Switch = "/proc/sys/kernel/ftrace_enabled";
        Assert.SkipUnless(File.Exists(Switch), $"This kernel has no {Switch}.");
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client);
        try
        {
            await File.WriteAllTextAsync(Switch, "0", Stop);
        }
        catch (IOException e)
        {
            // Newer kernels refuse while a trampoline is attached: then it cannot happen.
            Assert.Skip(e.Message);
        }

        try
        {
            Assert.False(await probe.Probe.ProveAsync(TimeSpan.FromSeconds(1), Stop));
            Assert.False(probe.Probe.IsVerified);
        }
        finally
        {
            await File.WriteAllTextAsync(Switch, "1", Stop);
        }

        Assert.True(await probe.Probe.ProveAsync(s_patience, Stop));
    }

    [Fact]
    public async Task Windows_OfProducersOnBothProcessors_AreNeverBelowTheKernelsMark()
    {
        await using var both = await BothProcessors.TakeAsync();
        using var probe = await GuestProbe.StartAsync(ProbeHook.Fentry, Client);
        var ofTheClear = (await probe.CloseAsync()).Window.Records;
        for (var round = 0; round < 20; round++)
        {
            var producers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => FloodAsync(250), Stop));
            await Task.WhenAll(producers);
            var (window, mark) = await probe.CloseAsync();
            Console.WriteLine($"both processors: probe {window.Peak}, mark {mark}");

            // The kernel looks at the queue after it has let go of it, so that its mark may miss what kauditd takes meanwhile.
            Assert.InRange(window.Peak, mark, 1000u + 8);
            Assert.Equal(ofTheClear + 1000, window.Records);
        }
    }

    [Fact]
    public async Task Exchange_DuringAMillionEvents_LosesNoPeakAndNoCount()
    {
        await using var both = await BothProcessors.TakeAsync();
        var ledger = ExchangeLedger.Run(ProbeReader.ClearPeak);
        Console.WriteLine($"exchange: {ledger.Records} events, {ledger.Peaks} peaks cleared, {ledger.Lost} events in none");

        Assert.Equal(0, ledger.Lost);
        Assert.True(ledger.HistogramIsTrue);
    }

    [Fact]
    public async Task ReadAndThenStore_DuringAMillionEvents_LosesPeaks()
    {
        await using var both = await BothProcessors.TakeAsync();
        var ledger = ExchangeLedger.Run((ref ulong peak) =>
        {
            var seen = Volatile.Read(ref peak);
            Thread.SpinWait(20);
            Volatile.Write(ref peak, 0);
            return seen;
        });
        Console.WriteLine($"read, then store: {ledger.Records} events, {ledger.Peaks} peaks cleared, {ledger.Lost} events in none");

        Assert.True(ledger.Lost > 0);
    }

    private static int BpfDescriptors() =>
        new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(f => f.LinkTarget is { } target && target.Contains("bpf", StringComparison.Ordinal));

    private sealed class NoRules : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Auditctl.RunAsync("-D");
    }
}
