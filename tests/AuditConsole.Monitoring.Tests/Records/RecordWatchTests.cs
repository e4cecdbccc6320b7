using AuditConsole.Engine;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Records;

public sealed class RecordWatchTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ForeignClear_BetweenTwoSamples_GivesItsWindowThePeakAndStaysExact(bool recordBeforeSample)
    {
        await using var harness = await QuietAsync();
        harness.Flood(300);
        await harness.PassAsync();
        await harness.SampleAsync();
        await ClearAsync(harness, AuditCounter.BacklogMaxDepth);
        await harness.PassAsync(recordBeforeSample ? int.MaxValue : 0);
        await harness.SampleAsync();
        await harness.PassAsync();
        await harness.PollAsync();
        await harness.PassAsync();
        await harness.SampleAsync();
        var windows = await harness.StopAsync();

        var robbed = Assert.Single(windows, window => window.Recovered);
        Assert.Equal((300u, Bound.Exact), (robbed.Peak, robbed.Bound));
        var told = Assert.Single(await harness.ActivityAsync(ActivityKind.ClearedElsewhere));
        Assert.Equal("backlog_max_depth was cleared by auid unset, session unset. It stood at 300, which its window keeps.", told.Text);
        Assert.Equal(1, harness.Monitor.Feed.Resets[("backlog_max_depth", "other")]);
    }

    [Fact(Timeout = 30_000)]
    public async Task ForeignClear_ThatNoSampleShows_StillGivesItsWindowThePeak()
    {
        await using var harness = await QuietAsync();
        harness.Flood(300);
        await ClearAsync(harness, AuditCounter.BacklogMaxDepth);
        await harness.PassAsync();
        await ClearAsync(harness, AuditCounter.BacklogMaxDepth);
        await harness.PassAsync();
        await harness.PollAsync();
        await harness.PassAsync();
        await harness.SampleAsync();

        var windows = await harness.StopAsync();

        Assert.Equal((301u, Bound.Exact), windows.Where(window => window.Recovered).Select(window => (window.Peak, window.Bound)).Single());
        Assert.Equal([300u, 301u], (await harness.ActivityAsync(ActivityKind.ClearedElsewhere)).Select(told => told.Value!.Value));
    }

    [Fact(Timeout = 30_000)]
    public async Task ForeignClear_WhoseRecordComesAfterTheWindowClosed_IsTakenIntoThatWindow()
    {
        await using var harness = await QuietAsync();
        harness.Flood(300);
        await ClearAsync(harness, AuditCounter.BacklogMaxDepth);
        await harness.PassAsync(300);
        await ClearAsync(harness, AuditCounter.BacklogMaxDepth);
        await harness.PollAsync();
        var before = harness.Monitor.Feed.RecentWindows.Count;
        await harness.PassAsync();
        await harness.SampleAsync();
        await harness.SampleAsync();
        var window = harness.Monitor.Feed.RecentWindows[before];

        Assert.Equal((301u, Bound.Exact, true), (window.Peak, window.Bound, window.Recovered));
        Assert.True(window.To < harness.Clock.GetUtcNow());
    }

    [Fact(Timeout = 30_000)]
    public async Task Window_WhoseRecordsDoNotComeInTime_IsALowerBound()
    {
        await using var harness = await QuietAsync();
        harness.Flood(300);
        await harness.PollAsync();
        harness.Flood(50);
        await harness.PollAsync();

        var window = harness.Monitor.Feed.RecentWindows[^1];

        Assert.Equal((301u, Bound.AtLeast), (window.Peak, window.Bound));
    }

    [Fact(Timeout = 30_000)]
    public async Task OwnClears_WhoseRecordsComeWindowsLater_AreNeverSaidToBeAnothers()
    {
        await using var harness = await QuietAsync();
        for (var i = 0; i < 3; i++)
        {
            harness.Flood(100);
            await harness.PollAsync();
        }

        await harness.PassAsync();
        await harness.SampleAsync();
        await harness.StopAsync();

        Assert.Empty(await harness.ActivityAsync(ActivityKind.ClearedElsewhere));
    }

    [Fact(Timeout = 30_000)]
    public async Task OwnClears_AreNeverSaidToBeAnothers()
    {
        await using var harness = await QuietAsync();
        for (var i = 0; i < 5; i++)
        {
            harness.Flood(40);
            await harness.PassAsync();
            await harness.PollAsync();
        }

        await harness.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("me", "here"), s_none);
        await harness.PassAsync();
        var windows = await harness.StopAsync();

        Assert.Empty(await harness.ActivityAsync(ActivityKind.ClearedElsewhere));
        Assert.Equal(5, windows.Count(window => window is { Peak: >= 40 and <= 42, Bound: Bound.Exact, Recovered: false }));
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lost_ClearedByAnother_IsCountedAcrossTheClear(bool recordBeforeSample)
    {
        await using var harness = await QuietAsync(new AuditEngineOptions { BacklogLimit = 10, BacklogWaitTime = 0 });
        Lose(harness, 5);
        await harness.SampleAsync();
        Lose(harness, 2);
        await ClearAsync(harness, AuditCounter.Lost);
        await harness.PassAsync(recordBeforeSample ? int.MaxValue : 0);
        Lose(harness, 1);
        await harness.SampleAsync();
        await harness.PassAsync();
        await harness.PollAsync();

        var windows = await harness.StopAsync();

        Assert.Equal(8, windows.Sum(window => window.Lost!.Value));
        Assert.All(windows, window => Assert.NotNull(window.Lost));
        var told = Assert.Single(await harness.ActivityAsync(ActivityKind.ClearedElsewhere));
        Assert.Equal(7u, told.Value);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Limit_ChangedByAnother_IsSaidOnceWithWhoDidIt(bool recordBeforeSample)
    {
        await using var harness = await QuietAsync();
        await harness.Other.SetAsync(AuditSetting.BacklogLimit, 8192, s_none);
        await harness.PassAsync(recordBeforeSample ? int.MaxValue : 0);
        await harness.SampleAsync();
        await harness.PassAsync();
        await harness.PollAsync();

        var told = Assert.Single(await harness.ActivityAsync(ActivityKind.Changed));

        Assert.Equal(("backlog_limit 0 → 8192 by auid unset, session unset.", 8192u), (told.Text, told.Value));
    }

    [Fact(Timeout = 30_000)]
    public async Task Limit_ChangedWhileAuditIsOff_IsSaidFromTheSamples()
    {
        await using var harness = await QuietAsync(new AuditEngineOptions { Enabled = 0, BacklogLimit = 64 });
        await harness.Other.SetAsync(AuditSetting.BacklogLimit, 128, s_none);
        await harness.PollAsync();

        var told = Assert.Single(await harness.ActivityAsync(ActivityKind.Changed));

        Assert.Equal("backlog_limit changed from 64 to 128, not through this console.", told.Text);
    }

    [Fact(Timeout = 30_000)]
    public async Task Change_ThatTheLockRefuses_IsSaidToo()
    {
        await using var harness = await QuietAsync(new AuditEngineOptions { Enabled = 2, BacklogLimit = 64 });
        await Assert.ThrowsAsync<AuditRefusedException>(() => harness.Other.SetAsync(AuditSetting.RateLimit, 7, s_none));
        await harness.PassAsync();
        await harness.SampleAsync();
        await harness.SampleAsync();

        var told = Assert.Single(await harness.ActivityAsync(ActivityKind.Changed));

        Assert.Equal("rate_limit 0 → 7 by auid unset, session unset was refused: the configuration is locked.", told.Text);
    }

    [Fact(Timeout = 30_000)]
    public async Task Mark_ClearedByAnotherAfterABaseline_ShowsOnlyWhatCameAfterIt()
    {
        await using var harness = await QuietAsync();
        harness.Flood(300);
        await harness.PassAsync();
        await harness.SampleAsync();
        await harness.Monitor.ResetMarkAsync(ResetKind.Baseline, new Requester("me", "here"), s_none);
        await ClearAsync(harness, AuditCounter.BacklogMaxDepth);
        await harness.SampleAsync();
        await harness.PassAsync();
        await harness.SampleAsync();
        await harness.SampleAsync();

        Assert.InRange(harness.Monitor.Feed.Latest!.Mark.Value, 1u, 3u);
    }

    // A monitor past its first windows, all of whose records have come: nothing is inherited and nothing waits.
    private static async Task<StreamHarness> QuietAsync(AuditEngineOptions? options = null)
    {
        var harness = new StreamHarness(options);
        await harness.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            await harness.PassAsync();
            await harness.PollAsync();
        }

        await harness.PassAsync();
        await harness.SampleAsync();
        await harness.SampleAsync();
        return harness;
    }

    private static Task<uint> ClearAsync(StreamHarness harness, AuditCounter counter) => harness.Other.ReadAndClearAsync(counter, s_none);

    private static void Lose(StreamHarness harness, int records)
    {
        while (harness.Engine.Backlog <= harness.Engine.BacklogLimit)
        {
            harness.Flood(1);
        }

        for (var i = 0; i < records; i++)
        {
            Assert.False(harness.Engine.TryLog(AuditMessageType.Syscall, "arch=c000003e syscall=59"));
        }
    }
}
