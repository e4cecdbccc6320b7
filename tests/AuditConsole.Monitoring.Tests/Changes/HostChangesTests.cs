using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Changes;

public sealed class HostChangesTests
{
    private static readonly Requester s_me = new("me", "here", "new rules");

    [Fact(Timeout = 30_000)]
    public async Task Fields_AreSentOneByOneWithEnabledLast_ReadBackAndWrittenDown()
    {
        await using var harness = await StartAsync();

        var change = await AskAsync(harness, new ConfigChangeRequest { Enabled = 2, Failure = 0, RateLimit = 100, BacklogWaitTime = 15_000, BacklogLimit = 8192 });

        Assert.Equal(
            [AuditStatusMask.BacklogLimit, AuditStatusMask.BacklogWaitTime, AuditStatusMask.RateLimit, AuditStatusMask.Failure, AuditStatusMask.Enabled],
            harness.Kernel.Masks);
        Assert.Equal((ChangeState.Applied, null), (change.State, change.Note));
        Assert.Equal(8192u, harness.Monitor.Feed.Latest!.Status.BacklogLimit);
        var written = Activity(harness, ActivityKind.Configured);
        Assert.Equal(["backlog_limit", "backlog_wait_time", "rate_limit", "failure", "enabled"], written.Select(entry => entry.Field));
        Assert.Equal(("me", "here", "new rules", 64u, 8192u, false), (written[0].Actor, written[0].Origin, written[0].Reason, written[0].OldValue, written[0].NewValue, written[0].Refused));
    }

    [Fact(Timeout = 30_000)]
    public async Task Field_ThatStandsThereAlready_IsNotSent()
    {
        await using var harness = await StartAsync();

        var change = await AskAsync(harness, new ConfigChangeRequest { BacklogLimit = 64, Failure = 0 });
        var nothing = await AskAsync(harness, new ConfigChangeRequest { BacklogLimit = 64, ConfirmWithin = TimeSpan.FromSeconds(60) });

        Assert.Equal([AuditStatusMask.Failure], harness.Kernel.Masks);
        Assert.Equal([new FieldChange(AuditSetting.Failure, 1, 0)], change.Fields);
        Assert.Empty(nothing.Fields);
        Assert.Null(harness.Monitor.Feed.State.PendingChange);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_InTheMiddle_PutsBackWhatWasAppliedAndSaysWhatWasNotTried(bool pending)
    {
        await using var harness = await StartAsync();
        harness.Kernel.Refuses = asked => asked is { Mask: AuditStatusMask.RateLimit };

        var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => AskAsync(
            harness, new ConfigChangeRequest { BacklogLimit = 8192, RateLimit = 100, Failure = 0, ConfirmWithin = pending ? TimeSpan.FromSeconds(60) : null }));

        Assert.StartsWith("rate_limit 100 was refused. AUDIT_SET was refused (EINVAL).", refused.Message, StringComparison.Ordinal);
        Assert.Contains("backlog_limit went back from 8192 to 64.", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("failure was not tried.", refused.Message, StringComparison.Ordinal);
        Assert.Equal((64u, 0u, 1u), (harness.Kernel.Status.BacklogLimit, harness.Kernel.Status.RateLimit, harness.Kernel.Status.Failure));
        Assert.Null(harness.Monitor.Feed.State.PendingChange);
        Assert.Equal(
            [("backlog_limit", false), ("rate_limit", true), ("failure", true)],
            Activity(harness, ActivityKind.Configured).Select(entry => (entry.Field!, entry.Refused)).OrderBy(entry => entry.Item2));
        Assert.Equal((8192u, 64u), Assert.Single(Activity(harness, ActivityKind.ChangeReverted)) is var back ? (back.OldValue!.Value, back.NewValue!.Value) : default);
    }

    [Fact(Timeout = 30_000)]
    public async Task Value_ThatReadsBackAsSomethingElse_IsSaid()
    {
        await using var harness = await StartAsync();
        harness.Kernel.After = status => status with { BacklogLimit = 4096 };

        var change = await AskAsync(harness, new ConfigChangeRequest { BacklogLimit = 8192 });

        Assert.Equal("backlog_limit was set to 8192 and reads as 4096.", change.Note);
        Assert.Equal(4096u, harness.Monitor.Feed.Latest!.Status.BacklogLimit);
        Assert.Contains("It reads as 4096", Assert.Single(Activity(harness, ActivityKind.Configured)).Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Host_ThatStopsAnsweringInTheMiddle_HasTheChangeTakenBackAsSoonAsItAnswers()
    {
        await using var harness = await StartAsync();
        harness.Kernel.After = status =>
        {
            // The next question is answered with nonsense, once.
            harness.Kernel.After = same => same;
            harness.Kernel.Garbage.Enqueue([1, 2, 3]);
            return status;
        };
        var change = harness.Monitor.ChangeAsync(new ConfigChangeRequest { BacklogLimit = 8192, RateLimit = 5, ConfirmWithin = ChangeRules.LongestConfirm }, s_me, CancellationToken.None);
        await harness.SampleAsync();
        await Assert.ThrowsAsync<HostBusyException>(() => change);

        // The pause before the connection is opened anew, far shorter than the time to confirm in.
        while (harness.Monitor.Feed.State.PastChanges.Count == 0)
        {
            if (harness.Clock.WaitingTimers > 0)
            {
                harness.Clock.Advance(MonitorHarness.Sample);
            }

            await Task.Yield();
        }

        var over = harness.Monitor.Feed.State.PastChanges[0];
        Assert.True(over.SettledAt - over.At < ChangeRules.LongestConfirm / 2, $"{over.SettledAt - over.At}");
        Assert.Equal((64u, 0u), (harness.Kernel.Status.BacklogLimit, harness.Kernel.Status.RateLimit));
        Assert.Equal(ChangeState.Reverted, harness.Monitor.Feed.State.PastChanges[0].State);
        Assert.Equal(
            ["backlog_limit 64 → 8192, which could not be read back.", "rate_limit 0 → 5 was sent, and no answer came: the field may stand at either value."],
            Activity(harness, ActivityKind.Configured).Select(entry => entry.Text));
    }

    [Fact(Timeout = 30_000)]
    public async Task Field_ThatCannotBePutBack_IsSaid()
    {
        await using var harness = await StartAsync();
        harness.Kernel.Refuses = asked => asked is { Mask: AuditStatusMask.RateLimit } or { Mask: AuditStatusMask.BacklogLimit, BacklogLimit: 64 };

        var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => AskAsync(harness, new ConfigChangeRequest { BacklogLimit = 8192, RateLimit = 100 }));

        Assert.Contains("backlog_limit stays at 8192: setting it back to 64 was refused.", refused.Message, StringComparison.Ordinal);
        Assert.True(Assert.Single(Activity(harness, ActivityKind.ChangeReverted)).Refused);
    }

    [Fact(Timeout = 30_000)]
    public async Task LockedConfiguration_IsRefusedWithTheReason_AndNothingIsSent()
    {
        await using var harness = await StartAsync(new FakeKernel { Status = new FakeKernel().Status with { Enabled = 2 } });

        var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => AskAsync(harness, new ConfigChangeRequest { BacklogLimit = 8192 }));

        Assert.Contains("locked (enabled 2)", refused.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Kernel.Masks);
        Assert.True(Assert.Single(Activity(harness, ActivityKind.Configured)).Refused);
    }

    [Fact(Timeout = 30_000)]
    public async Task WithoutTheLease_ChangesAndCountersAreRefused_NamingWhoHoldsIt()
    {
        await using var harness = new MonitorHarness(lease: Lease.None("A console with process id 2211 polls this host and owns the clear."));
        await harness.StartAsync();

        var change = await Assert.ThrowsAsync<ChangeRefusedException>(() => AskAsync(harness, new ConfigChangeRequest { BacklogLimit = 8192 }));
        var counter = await Assert.ThrowsAsync<ResetRefusedException>(() => harness.Monitor.ResetCounterAsync(AuditCounter.Lost, s_me, CancellationToken.None));

        Assert.Contains("2211", change.Message, StringComparison.Ordinal);
        Assert.Contains("2211", counter.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Kernel.Masks);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(32)]
    [InlineData(40)]
    public async Task WaitTime_IsSetOnlyWhereTheKernelHasIt(int statusSize)
    {
        await using var harness = await StartAsync(new FakeKernel { StatusSize = statusSize });

        var asking = AskAsync(harness, new ConfigChangeRequest { BacklogWaitTime = 1000 });

        if (statusSize == 32)
        {
            Assert.Contains("no backlog_wait_time", (await Assert.ThrowsAsync<ChangeRefusedException>(() => asking)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(1000u, Assert.Single((await asking).Fields).New);
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Value_ThatNoKernelTakes_IsInvalidWithWhatIsAccepted(ConfigChangeRequest request, string accepted)
    {
        await using var harness = new MonitorHarness();

        var wrong = await Assert.ThrowsAsync<ChangeInvalidException>(() => harness.Monitor.ChangeAsync(request, s_me, CancellationToken.None));

        Assert.Contains(accepted, wrong.Message, StringComparison.Ordinal);
    }

    public static TheoryData<ConfigChangeRequest, string> Wrong => new()
    {
        { new ConfigChangeRequest(), "any of them" },
        { new ConfigChangeRequest { Failure = 3 }, "2 (panic)" },
        { new ConfigChangeRequest { Enabled = 3 }, "2 (on, and locked until the next boot)" },
        { new ConfigChangeRequest { BacklogWaitTime = 600_001 }, "0 to 600000 ticks, which is 600 s at 1000 ticks a second" },
        { new ConfigChangeRequest { BacklogLimit = 1, ConfirmWithin = TimeSpan.FromSeconds(4.9) }, "accepted are 5 to 3600 s" },
        { new ConfigChangeRequest { BacklogLimit = 1, ConfirmWithin = TimeSpan.FromSeconds(3601) }, "accepted are 5 to 3600 s" },
        { new ConfigChangeRequest { Enabled = 2, ConfirmWithin = TimeSpan.FromSeconds(60) }, "cannot be taken back" },
    };

    internal static async Task<MonitorHarness> StartAsync(FakeKernel? kernel = null)
    {
        var harness = new MonitorHarness(kernel ?? new FakeKernel { StatusSize = AuditStatus.StockSize });
        await harness.StartAsync();
        return harness;
    }

    internal static async Task<ChangeRecord> AskAsync(MonitorHarness harness, ConfigChangeRequest request)
    {
        var change = harness.Monitor.ChangeAsync(request, s_me, CancellationToken.None);
        await harness.SampleAsync();
        return await change;
    }

    internal static IReadOnlyList<Activity> Activity(MonitorHarness harness, ActivityKind kind) => [.. harness.History.Taken.Where(entry => entry.Kind == kind)];
}
