using System.Runtime.InteropServices;
using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Probe;

public sealed class AuditProbeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Prove_WhenTheKernelsOwnRecordComes_Verifies()
    {
        var kernel = new FakeBpfKernel();
        using var probe = Start(kernel);
        kernel.Loaded = program => kernel.Memory!.Words[ProbeLayout.Records] += program.Name == "audit_proof" ? 1ul : 0;

        Assert.False(probe.IsVerified);
        Assert.True(await probe.ProveAsync(s_patience, TestContext.Current.CancellationToken));
        Assert.True(probe.IsVerified);
        Assert.Contains("-audit_proof", kernel.Events);
    }

    [Fact]
    public async Task Prove_WhenNoRecordComesInTime_SaysSoAndTakesAnEarlierProofBack()
    {
        var kernel = new FakeBpfKernel();
        using var probe = Start(kernel);
        kernel.Memory!.Words[ProbeLayout.Histogram + 1] = 1;
        probe.Take();
        Assert.True(probe.IsVerified);
        var proof = probe.ProveAsync(s_patience, TestContext.Current.CancellationToken);
        while (!proof.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.False(await proof);
        Assert.False(probe.IsVerified);
    }

    [Fact]
    public async Task Prove_WhereTheProgramForItIsRefused_RestsOnTheRecordsOfOthers()
    {
        var kernel = new FakeBpfKernel { Refuse = name => name == "audit_proof" ? new BpfRefusedException(BpfStep.Load, Errno.OperationNotPermitted) : null };
        using var probe = Start(kernel);
        var proof = probe.ProveAsync(s_patience, TestContext.Current.CancellationToken);
        kernel.Memory!.Words[ProbeLayout.Records] = 1;
        while (!proof.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.True(await proof);
    }

    [Fact]
    public async Task Members_OfADisposedProbe_SayThatItIs()
    {
        var probe = Start(new FakeBpfKernel());
        probe.Dispose();
        probe.Dispose();

        Assert.Throws<ObjectDisposedException>(probe.Take);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => probe.ProveAsync(s_patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Take_WithProgramsTheKernelSkipped_AddsThemUp()
    {
        var kernel = new FakeBpfKernel { Misses = 4 };
        using var probe = Start(kernel);

        var window = probe.Take();

        Assert.Contains("skipped the probe 8 times", Assert.Single(window.Doubts), StringComparison.Ordinal);
        Assert.Equal(4ul, window.LossesSeen!.Other);
    }

    [Fact]
    public void Take_OfKprobesTheKernelDidNotHandle_SaysSo()
    {
        var kernel = new FakeBpfKernel { Refuse = name => name == "fentry" ? new BpfRefusedException(BpfStep.Attach, 524) : null };
        using var probe = Start(kernel);
        kernel.Nmissed = 2;

        Assert.Equal("The kernel skipped the probe 4 times (nmissed of its kprobes).", Assert.Single(probe.Take().Doubts));
        Assert.Empty(probe.Take().Doubts);
    }

    [Fact]
    public void Take_WithFentry_DoesNotAskForKprobes()
    {
        using var probe = Start(new FakeBpfKernel { Nmissed = 2 });

        Assert.Empty(probe.Take().Doubts);
    }

    private AuditProbe Start(FakeBpfKernel kernel) =>
        new ProbeStarter(Architecture.X64, _ => kernel, () => SyntheticBtf.Complete(), () => new ProcSelf(null, null, null, null, null), _time).Start().Probe!;
}
