using System.Diagnostics;
using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Probe;
using AuditConsole.Protocol;

// The namespace says which kernel a test runs under.
namespace AuditConsole.Guest.Inside.Patched;

/// <summary>The probe's losses beside the kernel's own <c>lost</c>, which knows no reasons.</summary>
public sealed class LossTests : GuestKernel
{
    private const uint TightLimit = 50;

    public static IEnumerable<TheoryDataRow<string>> Hooks => Enum.GetNames<ProbeHook>().Select(name => new TheoryDataRow<string>(name));

    public override async ValueTask DisposeAsync()
    {
        await Client.SetAsync(AuditSetting.BacklogLimit, AmpleLimit, Stop);
        await Client.SetAsync(AuditSetting.RateLimit, 0, Stop);
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task Losses_OverTheRateLimit_AreWhatTheKernelCounted(string hook)
    {
        using var probe = await StartAsync(hook);
        await Client.SetAsync(AuditSetting.RateLimit, 1, Stop);
        await FloodAsync(100);
        await Client.SetAsync(AuditSetting.RateLimit, 0, Stop);
        var losses = await LossesAsync(probe);

        Assert.InRange(losses.RateLimit, 90ul, 120ul);
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task Losses_OverTheBacklogLimitWithoutWaiting_AreWhatTheKernelCounted(string hook)
    {
        // In another process: auditd's own, which registers here, is not bound by the limit.
        const string MakeFolders = "for i in $(seq 300); do mkdir \"$0/$i\"; rmdir \"$0/$i\"; done";
        using var probe = await StartAsync(hook);
        var waitTime = (await Client.GetStatusAsync(Stop)).BacklogWaitTime!.Value;
        await Client.SetAsync(AuditSetting.BacklogWaitTime, 0, Stop);
        await Auditctl.RunAsync("-a", "always,exit", "-F", "arch=b64", "-S", "mkdir,rmdir");
        using (new DeafAuditd())
        {
            await FloodAsync(100);
            await Client.SetAsync(AuditSetting.BacklogLimit, TightLimit, Stop);
            var folder = Directory.CreateTempSubdirectory("auditconsole-losses-");
            using var shell = Process.Start("/bin/busybox", ["sh", "-c", MakeFolders, folder.FullName]);
            await shell.WaitForExitAsync(Stop);
            await Client.SetAsync(AuditSetting.BacklogLimit, AmpleLimit, Stop);
        }

        await Auditctl.RunAsync("-D");
        await Client.SetAsync(AuditSetting.BacklogWaitTime, waitTime, Stop);
        var losses = await LossesAsync(probe);

        Assert.True(losses.Backlog > 100, $"{losses}");
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task Losses_OfAnAuditdThatDoesNotRead_OverflowTheRetryQueue(string hook)
    {
        using var probe = await StartAsync(hook);
        using (new DeafAuditd())
        {
            await Client.SetAsync(AuditSetting.BacklogLimit, TightLimit, Stop);
            await FloodAsync(400);
            await DrainedAsync();
        }

        var losses = await LossesAsync(probe);
        Assert.True(losses.RetryOverflow > 100, $"{losses}");
    }

    [Theory]
    [MemberData(nameof(Hooks))]
    public async Task Losses_WithoutAnAuditd_OverflowTheHoldQueue(string hook)
    {
        using var probe = await StartAsync(hook);
        await Client.SetAsync(AuditSetting.BacklogLimit, TightLimit, Stop);
        await FloodAsync(400);
        var losses = await LossesAsync(probe);

        Assert.True(losses.HoldOverflow > 100, $"{losses}");
    }

    private async Task<GuestProbe> StartAsync(string hook)
    {
        var probe = await GuestProbe.StartAsync(Enum.Parse<ProbeHook>(hook), Client);
        await Client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        probe.Probe.Take();
        return probe;
    }

    /// <summary>What the probe saw, once it and the kernel stand still at the same count.</summary>
    private async Task<ProbeLosses> LossesAsync(GuestProbe probe)
    {
        var sum = new ProbeLosses(0, 0, 0, 0, 0, 0);
        uint lost;
        ProbeWindow window;
        do
        {
            await PauseAsync(TimeSpan.FromMilliseconds(300));
            lost = (await DrainedAsync()).Lost;
            window = probe.Probe.Take();
            sum = Sum(sum, window.LossesSeen!);
            Assert.Empty(window.Doubts);
        }
        while (window.Records > 0);

        Console.WriteLine($"{probe.Probe.Hook}: lost {lost}, {sum}");
        Assert.Equal(lost, sum.Total);
        Assert.Equal(0ul, sum.Other + sum.OutOfMemory);
        return sum;
    }

    private static ProbeLosses Sum(ProbeLosses a, ProbeLosses b) => new(
        a.Backlog + b.Backlog, a.RateLimit + b.RateLimit, a.OutOfMemory + b.OutOfMemory,
        a.RetryOverflow + b.RetryOverflow, a.HoldOverflow + b.HoldOverflow, a.Other + b.Other);
}
