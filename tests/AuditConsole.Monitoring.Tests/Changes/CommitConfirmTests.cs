using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Changes;

/// <summary>Changes whose old values return unless they are confirmed.</summary>
public sealed class CommitConfirmTests : IDisposable
{
    private static readonly Requester s_me = new("me", "here");
    private static readonly ConfigChangeRequest s_raise = new() { BacklogLimit = 8192, Failure = 0, ConfirmWithin = TimeSpan.FromSeconds(10) };
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly ManualTimeProvider _guards = new();
    private readonly FakeKernel _kernel = new() { StatusSize = AuditStatus.StockSize };
    private readonly List<string> _guarded = [];

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task Confirmed_InTime_Stays()
    {
        await using var harness = await StartAsync();
        var change = await HostChangesTests.AskAsync(harness, s_raise);
        var confirming = harness.Monitor.ConfirmChangeAsync(change.Id, s_me, CancellationToken.None);
        await harness.SampleAsync();

        Assert.Equal(ChangeState.Confirmed, (await confirming).State);
        await PassAsync(harness, 15);
        Assert.Equal((8192u, 0u), (_kernel.Status.BacklogLimit, _kernel.Status.Failure));
        Assert.Null(harness.Monitor.Feed.State.PendingChange);
        Assert.Equal(["backlog_limit", "failure"], HostChangesTests.Activity(harness, ActivityKind.ChangeConfirmed).Select(entry => entry.Field));
        Assert.Empty(HostChangesTests.Activity(harness, ActivityKind.ChangeReverted));
    }

    [Fact(Timeout = 30_000)]
    public async Task Unconfirmed_AtItsTimeAndNotBefore_GoesBackInTheOtherOrder()
    {
        await using var harness = await StartAsync();
        var change = await HostChangesTests.AskAsync(harness, s_raise);
        Assert.Equal((ChangeState.Pending, change.At + TimeSpan.FromSeconds(10)), (harness.Monitor.Feed.State.PendingChange!.State, change.RevertsAt));

        await PassAsync(harness, 9.8);
        Assert.Equal(8192u, _kernel.Status.BacklogLimit);
        await PassAsync(harness, 0.4);

        Assert.Equal((64u, 1u), (_kernel.Status.BacklogLimit, _kernel.Status.Failure));
        Assert.Equal([AuditStatusMask.BacklogLimit, AuditStatusMask.Failure, AuditStatusMask.Failure, AuditStatusMask.BacklogLimit], _kernel.Masks);
        Assert.Equal(ChangeState.Reverted, harness.Monitor.Feed.State.PastChanges[0].State);
        var back = HostChangesTests.Activity(harness, ActivityKind.ChangeReverted);
        Assert.Equal("backlog_limit went back from 8192 to 64. Nobody confirmed it in time.", back[1].Text);
        Assert.Equal((Activity.Console, "backlog_limit", 8192u, 64u, false), (back[1].Actor, back[1].Field, back[1].OldValue, back[1].NewValue, back[1].Refused));
        Assert.Contains("over since", (await RefusedAsync(harness, () => harness.Monitor.ConfirmChangeAsync(change.Id, s_me, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task Field_ThatSomebodyElseSetMeanwhile_StaysAndIsSaid()
    {
        await using var harness = await StartAsync();
        await HostChangesTests.AskAsync(harness, s_raise);
        _kernel.Status = _kernel.Status with { BacklogLimit = 2048 };
        await PassAsync(harness, 10.5);

        Assert.Equal((2048u, 1u), (_kernel.Status.BacklogLimit, _kernel.Status.Failure));
        Assert.Equal(ChangeState.Left, harness.Monitor.Feed.State.PastChanges[0].State);
        var left = HostChangesTests.Activity(harness, ActivityKind.ChangeReverted).Single(entry => entry.Refused);
        Assert.StartsWith("backlog_limit stays at 2048, which somebody else set meanwhile", left.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 30_000)]
    public async Task WhilePending_AnotherChangeIsRefused_AndTakingItBackMakesWay()
    {
        await using var harness = await StartAsync();
        var change = await HostChangesTests.AskAsync(harness, s_raise);
        var refused = await RefusedAsync(harness, () => harness.Monitor.ChangeAsync(new ConfigChangeRequest { RateLimit = 5 }, s_me, CancellationToken.None));
        Assert.Contains($"The change {change.Id} by me waits to be confirmed until ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("There is no change ", (await RefusedAsync(harness, () => harness.Monitor.RevertChangeAsync("other", s_me, CancellationToken.None))).Message, StringComparison.Ordinal);

        var reverting = harness.Monitor.RevertChangeAsync(change.Id, s_me, CancellationToken.None);
        await harness.SampleAsync();
        Assert.Equal((ChangeState.Reverted, "me took it back."), ((await reverting).State, (await reverting).Note));
        Assert.Equal(64u, _kernel.Status.BacklogLimit);
        Assert.Equal(5u, Assert.Single((await HostChangesTests.AskAsync(harness, new ConfigChangeRequest { RateLimit = 5 })).Fields).New);
    }

    [Fact(Timeout = 30_000)]
    public async Task Stop_WhilePending_TakesItBackFirstAndSaysSo()
    {
        await using var harness = await StartAsync();
        await HostChangesTests.AskAsync(harness, s_raise);
        await harness.StopAsync();

        Assert.Equal((64u, 1u), (_kernel.Status.BacklogLimit, _kernel.Status.Failure));
        Assert.Contains(HostChangesTests.Activity(harness, ActivityKind.ChangeReverted), entry => entry.Text.EndsWith("The console was stopped before anybody confirmed it.", StringComparison.Ordinal));
        Assert.Null(new ChangeJournal(harness.ChangeFile).Read().Pending);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(4, 8192u)] // not due yet: it goes on waiting
    [InlineData(60, 64u)] // overdue: at once
    public async Task Restart_AfterAKill_TakesTheChangeUpAgain(int seconds, uint atOnce)
    {
        await KilledAsync();
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        // Nobody sets back the clock that counts.
        _clock.StepWallClock(TimeSpan.FromDays(-1));
        await using var after = await StartAsync();

        Assert.Equal(atOnce, _kernel.Status.BacklogLimit);
        await PassAsync(after, 7);
        Assert.Equal((64u, 1u), (_kernel.Status.BacklogLimit, _kernel.Status.Failure));
        Assert.Equal(2, HostChangesTests.Activity(after, ActivityKind.ChangeReverted).Count);
        // A guardian of the first run, and of the second while there is something to guard.
        Assert.Equal(2, _guarded.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Restart_AfterABoot_LeavesTheNewBootsValues()
    {
        await KilledAsync();
        _kernel.Status = _kernel.Status with { BacklogLimit = 8192 };
        await using var after = await StartAsync("next boot");
        await PassAsync(after, 15);

        Assert.Equal(8192u, _kernel.Status.BacklogLimit);
        Assert.All(HostChangesTests.Activity(after, ActivityKind.ChangeReverted), entry => Assert.Contains("The machine was booted anew since", entry.Text, StringComparison.Ordinal));
        Assert.Equal(ChangeState.Left, after.Monitor.Feed.State.PastChanges[0].State);
    }

    [Fact(Timeout = 30_000)]
    public async Task Restart_AfterTheGuardianTookItBack_WritesThatDown()
    {
        var file = await KilledAsync();
        await GuardAsync(file, 12);
        await using var after = await StartAsync();

        Assert.Equal((64u, 1u), (_kernel.Status.BacklogLimit, _kernel.Status.Failure));
        var told = HostChangesTests.Activity(after, ActivityKind.ChangeReverted);
        Assert.Equal(["failure", "backlog_limit"], told.Select(entry => entry.Field));
        Assert.All(told, entry => Assert.EndsWith("so its guardian did.", entry.Text, StringComparison.Ordinal));
        Assert.False(new ChangeJournal(file).Read().Past[0].IsUntold);
    }

    [Fact(Timeout = 30_000)]
    public async Task Restart_WithADamagedJournal_SaysSoAndKeepsIt()
    {
        var file = await KilledAsync();
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text[..(text.Length / 2)], TestContext.Current.CancellationToken);
        await using var after = await StartAsync();

        var told = Assert.Single(HostChangesTests.Activity(after, ActivityKind.ChangeReverted));
        Assert.True(told.Refused);
        Assert.Contains("cannot be read", told.Text, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.Path, "change.json.damaged-*"));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithoutAJournalOrAGuardian_NothingIsChanged(bool guarded)
    {
        await using var harness = new MonitorHarness(_kernel, describe: host => guarded ? host : host with { GuardChange = _ => throw new InvalidOperationException("No more processes") });
        await harness.StartAsync();
        if (guarded)
        {
            Directory.CreateDirectory(harness.ChangeFile + $".{Environment.ProcessId}.new");
        }

        var refused = await RefusedAsync(harness, () => harness.Monitor.ChangeAsync(s_raise, s_me, CancellationToken.None));

        Assert.Contains(guarded ? "cannot be written" : "No more processes", refused.Message, StringComparison.Ordinal);
        Assert.Empty(_kernel.Masks);
        Assert.Null(harness.Monitor.Feed.State.PendingChange);
    }

    [Fact(Timeout = 30_000)]
    public async Task Guardian_WhileTheConsoleIsInTime_TouchesNothing()
    {
        await using var harness = await StartAsync();
        var change = await HostChangesTests.AskAsync(harness, s_raise);
        var guarding = new ChangeGuard(new ChangeJournal(harness.ChangeFile), _kernel.Connect, "boot", _clock).RunAsync(CancellationToken.None);
        var confirming = harness.Monitor.ConfirmChangeAsync(change.Id, s_me, CancellationToken.None);
        await harness.SampleAsync();
        await confirming;
        while (!guarding.IsCompleted)
        {
            await harness.SampleAsync();
        }

        Assert.True(await guarding);
        Assert.Equal(2, _kernel.Masks.Count);
    }

    [Fact(Timeout = 30_000)]
    public async Task Guardian_WhoseJournalIsGone_StillTakesBack()
    {
        var file = await KilledAsync();
        var guarding = NewGuard(file).RunAsync(CancellationToken.None);
        File.Delete(file);
        await UntilAsync(guarding);

        Assert.Equal(64u, _kernel.Status.BacklogLimit);
    }

    [Fact(Timeout = 30_000)]
    public async Task Guardian_OfAnotherBoot_TouchesNothing()
    {
        var file = await KilledAsync();

        Assert.True(await new ChangeGuard(new ChangeJournal(file), _kernel.Connect, "next boot", _clock).RunAsync(CancellationToken.None));

        Assert.Equal(8192u, _kernel.Status.BacklogLimit);
    }

    [Fact(Timeout = 30_000)]
    public async Task Guardian_WhoIsRefusedAConnection_TriesAgain()
    {
        var file = await KilledAsync();
        _kernel.Refusal = new AuditUnavailableException("No socket.");
        var guarding = NewGuard(file).RunAsync(CancellationToken.None);
        await AdvanceAsync(20);
        Assert.False(guarding.IsCompleted);
        _kernel.Refusal = null;
        await UntilAsync(guarding);

        Assert.Equal(64u, _kernel.Status.BacklogLimit);
    }

    // On a clock that nobody else waits on, so that it can be seen when the guardian does.
    private ChangeGuard NewGuard(string file)
    {
        _guards.Advance(TimeSpan.FromTicks(_clock.GetTimestamp() - _guards.GetTimestamp()));
        return new ChangeGuard(new ChangeJournal(file), _kernel.Connect, "boot", _guards);
    }

    private async Task GuardAsync(string file, int seconds)
    {
        var guarding = NewGuard(file).RunAsync(CancellationToken.None);
        await AdvanceAsync(seconds - 1);
        Assert.Equal(8192u, _kernel.Status.BacklogLimit);
        await UntilAsync(guarding);
    }

    // Each step waits for the guardian to have gone to wait again.
    private async Task AdvanceAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            while (_guards.WaitingTimers == 0)
            {
                await Task.Yield();
            }

            _guards.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private async Task UntilAsync(Task guarding)
    {
        while (!guarding.IsCompleted)
        {
            if (_guards.WaitingTimers > 0)
            {
                _guards.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }

        await guarding;
    }

    /// <summary>A console that ends in the middle of a pending change, as a kill ends it: all it leaves is its journal.</summary>
    private async Task<string> KilledAsync()
    {
        using var killed = new TemporaryFolder();
        var file = _folder.File("change.json");
        await using (var before = await StartAsync(folder: killed))
        {
            await HostChangesTests.AskAsync(before, s_raise);
            File.Copy(before.ChangeFile, file);
        }

        // The end of a test's console takes the change back, which a kill does not.
        _kernel.Status = _kernel.Status with { BacklogLimit = 8192, Failure = 0 };
        _kernel.Masks.Clear();
        return file;
    }

    private async Task<MonitorHarness> StartAsync(string bootId = "boot", TemporaryFolder? folder = null)
    {
        var harness = new MonitorHarness(_kernel, folder: folder ?? _folder, clock: _clock, bootId: bootId, describe: host => host with { GuardChange = _guarded.Add });
        await harness.StartAsync();
        await harness.SampleAsync();
        return harness;
    }

    private static async Task PassAsync(MonitorHarness harness, double seconds)
    {
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromSeconds(seconds); passed += MonitorHarness.Sample)
        {
            await harness.SampleAsync();
        }

        // What a sample set off is done when the next one is there.
        await harness.SampleAsync();
    }

    private static async Task<ChangeRefusedException> RefusedAsync(MonitorHarness harness, Func<Task<ChangeRecord>> ask)
    {
        var asking = ask();
        await harness.SampleAsync();
        return await Assert.ThrowsAsync<ChangeRefusedException>(() => asking);
    }
}
