using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Hosts;

public sealed class HostMonitorResetTests
{
    private static readonly AuditStatus s_patched = new FakeKernel().Status with { BacklogMaxDepth = 1 };

    [Fact(Timeout = 30_000)]
    public async Task Baseline_EndsTheMarkShown_AndTouchesNothingElse()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched with { Backlog = 2 } });
        await harness.StartAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 77 };
        await harness.SampleAsync();

        var result = await harness.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("me", "here", "new rules"), CancellationToken.None);
        var after = await harness.SampleAsync();
        var window = await harness.PollAsync();
        var later = await harness.SampleAsync();

        Assert.Equal(77u, result.Value);
        Assert.Equal((2u, result.At), (after.Mark.Value, after.Mark.Since));
        Assert.Equal(77u, window.Peak);
        // The clear at the poll returned 77 again, from before the baseline.
        Assert.Equal(2u, later.Mark.Value);
        Assert.Contains(await ActivityAsync(harness), entry => entry is { Kind: ActivityKind.BaselineReset, Value: 77, Actor: "me", Reason: "new rules" });
    }

    [Fact(Timeout = 30_000)]
    public async Task Baseline_BurstAfterIt_RaisesTheMarkAgain()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched with { BacklogMaxDepth = 77 } });
        await harness.StartAsync();
        await harness.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("me", "here"), CancellationToken.None);

        await harness.PollAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 30 };

        Assert.Equal(30u, (await harness.SampleAsync()).Mark.Value);
    }

    [Fact(Timeout = 30_000)]
    public async Task Source_AnswersWhatTheSourceReturned_AndTheOpenWindowKeepsIt()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched });
        await harness.StartAsync();
        await harness.PollAsync();
        harness.Kernel.Status = harness.Kernel.Status with { BacklogMaxDepth = 55 };

        var reset = harness.Monitor.ResetMarkAsync(ResetKind.Kernel, new Requester("me", "here"), CancellationToken.None);
        var next = await harness.SampleAsync();
        var result = await reset;
        var after = await harness.SampleAsync();
        var window = await harness.PollAsync();

        Assert.Equal((55u, Tier.Kernel), (result.Value, result.Tier));
        Assert.Equal(55u, next.Mark.Value);
        Assert.Equal((1u, result.At), (after.Mark.Value, after.Mark.Since));
        Assert.Equal((55u, Bound.Exact), (window.Peak, window.Bound));
        Assert.Contains(await ActivityAsync(harness), entry => entry is { Kind: ActivityKind.SourceReset, Value: 55 });
        Assert.Equal(1, harness.Monitor.Feed.Resets[("backlog_max_depth", "operator")]);
    }

    [Fact(Timeout = 30_000)]
    public async Task Lost_ClearedByUs_TheWindowStillCountsBothSides()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched with { Lost = 10 } });
        await harness.StartAsync();
        harness.Kernel.Status = harness.Kernel.Status with { Lost = 14 };
        var reset = harness.Monitor.ResetCounterAsync(AuditCounter.Lost, new Requester("me", "here"), CancellationToken.None);
        await harness.SampleAsync();
        var result = await reset;
        harness.Kernel.Status = harness.Kernel.Status with { Lost = 3 };

        var window = await harness.PollAsync();

        Assert.Equal(14u, result.Value);
        Assert.Equal(7, window.Lost);
    }

    [Fact(Timeout = 30_000)]
    public async Task Lost_KernelThatCannotClearIt_IsRefusedAndNothingIsSent()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched with { FeatureBitmap = 0x1f, Lost = 10 } });
        await harness.StartAsync();

        var reset = harness.Monitor.ResetCounterAsync(AuditCounter.Lost, new Requester("me", "here"), CancellationToken.None);
        await harness.SampleAsync();

        await Assert.ThrowsAsync<ResetRefusedException>(() => reset);
        Assert.Empty(harness.Kernel.Masks);
    }

    [Fact(Timeout = 30_000)]
    public async Task Held_ByTheKernel_IsPublishedAndNoRequestWaitsOnIt()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Status = s_patched with { Backlog = 65 } });
        await harness.StartAsync();
        await harness.HoldAsync();

        var held = await harness.HeldAsync();
        var longer = await harness.HeldAsync();
        var reset = harness.Monitor.ResetMarkAsync(ResetKind.Kernel, new Requester("me", "here"), CancellationToken.None);
        var baseline = await harness.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("me", "here"), CancellationToken.None);
        harness.Clock.Advance(TimeSpan.FromSeconds(6));
        var refusal = await Assert.ThrowsAsync<HostBusyException>(() => reset);

        Assert.True(held.HeldFor > TimeSpan.Zero);
        Assert.True(longer.HeldFor > held.HeldFor);
        Assert.Equal(65u, baseline.Value);
        Assert.Contains("nothing was changed", refusal.Message, StringComparison.Ordinal);

        harness.Kernel.Release();
        var window = await harness.NextWindowAsync();

        Assert.False(window.Gap);
        Assert.True(window.Blind > TimeSpan.FromSeconds(5));
    }

    [Fact(Timeout = 30_000)]
    public async Task Host_CannotBeAsked_ResetSaysWhyAtOnce()
    {
        await using var harness = new MonitorHarness(new FakeKernel { Refusal = new AuditRefusedException(AuditMessageType.Get, Errno.ConnectionRefused) });
        var running = Task.Run(() => harness.Monitor.RunAsync(new CancellationToken(true)), TestContext.Current.CancellationToken);
        await running;
        using var stop = new CancellationTokenSource();
        running = Task.Run(() => harness.Monitor.RunAsync(stop.Token), TestContext.Current.CancellationToken);
        while (harness.Monitor.Feed.State.Problem is null)
        {
            await Task.Yield();
        }

        var refusal = await Assert.ThrowsAsync<HostBusyException>(() => harness.Monitor.ResetMarkAsync(ResetKind.Kernel, new Requester("me", "here"), CancellationToken.None));
        await stop.CancelAsync();
        await running;

        Assert.Contains("user namespace", refusal.Message, StringComparison.Ordinal);
        Assert.True(harness.Monitor.Feed.PollErrors["ECONNREFUSED"] >= 1);
    }

    private static Task<IReadOnlyList<Activity>> ActivityAsync(MonitorHarness harness) =>
        harness.History.ActivityAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 100, CancellationToken.None);
}
