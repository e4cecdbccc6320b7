using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests;

public sealed class AuditEngineTests : IAsyncDisposable
{
    private const int Hz = 250;
    private readonly ManualTimeProvider _clock = new();
    private readonly AuditEngine _engine;

    public AuditEngineTests() =>
        _engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 20, BacklogWaitTime = 500, Hz = Hz }, _clock);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public void TryLog_OneProducerOverTheLimit_FillsToLimitPlusOneAndCountsTheRestLost()
    {
        var logged = _engine.Fill(30);

        Assert.Equal(21, logged);
        Assert.Equal((21u, 21u, 9u), (_engine.Backlog, _engine.BacklogMaxDepth, _engine.Lost));
    }

    [Fact]
    public async Task TryLog_LimitZero_LosesNothing()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 0 }, _clock);

        Assert.Equal(10_000, engine.Fill(10_000));
        Assert.Equal((10_000u, 0u), (engine.BacklogMaxDepth, engine.Lost));
    }

    [Fact]
    public async Task TryLog_RateLimitReached_CountsLost()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { RateLimit = 5 }, _clock);

        Assert.Equal(4, engine.Fill(10));
        Assert.Equal((4u, 6u), (engine.Backlog, engine.Lost));
    }

    [Fact]
    public void Drain_MoreThanQueued_TakesOldestFirstAndLeavesTheMark()
    {
        _engine.Fill(3);
        var taken = new List<AuditRecord>();

        Assert.Equal(2, _engine.Drain(2, taken.Add));
        Assert.Equal(1, _engine.Drain(10, taken.Add));

        Assert.Equal(["record 0", "record 1", "record 2"], taken.Select(r => r.Text));
        Assert.Equal([1ul, 2ul, 3ul], taken.Select(r => r.Serial));
        Assert.All(taken, r => Assert.Equal(_clock.GetUtcNow(), r.At));
        Assert.Equal((0u, 3u), (_engine.Backlog, _engine.BacklogMaxDepth));
    }

    [Fact]
    public void Drain_ConsumerLogsMore_StopsAtWhatWasQueuedAtItsStart()
    {
        _engine.Fill(3);

        Assert.Equal(3, _engine.Drain(100, _ => _engine.Fill(1)));
        Assert.Equal(3u, _engine.Backlog);
    }

    [Fact]
    public async Task LogAsync_RoomAfterAWhile_LogsAndCountsTheJiffiesWaited()
    {
        _engine.Fill(21);
        var logging = LogAsync();
        Assert.False(logging.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(0.5));
        _engine.Drain(1);

        Assert.True(await logging);
        Assert.Equal((Hz / 2u, 0u, 21u), (_engine.BacklogWaitTimeActual, _engine.Lost, _engine.Backlog));
    }

    [Fact]
    public async Task LogAsync_NoRoomInTime_LostWithTheWholeTimeCounted()
    {
        _engine.Fill(21);
        var logging = LogAsync();

        _clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.False(logging.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));

        Assert.False(await logging);
        Assert.Equal((500u, 1u, 21u), (_engine.BacklogWaitTimeActual, _engine.Lost, _engine.Backlog));
    }

    [Fact]
    public async Task LogAsync_WokenWhileStillOver_SleepsOnForWhatIsLeftOfItsTime()
    {
        _engine.Fill(21);
        var logging = LogAsync();

        _clock.Advance(TimeSpan.FromSeconds(1.5));
        _engine.Drain(0);
        await UntilAsync(() => _engine.BacklogWaitTimeActual == 375 && _clock.WaitingTimers == 1);
        _clock.Advance(TimeSpan.FromSeconds(0.5));

        Assert.False(await logging);
        Assert.Equal(500u, _engine.BacklogWaitTimeActual);
    }

    [Fact]
    public async Task LogAsync_ManySleepers_EachPassWakesTheOneWhoCameFirst()
    {
        _engine.Fill(21);
        var first = LogAsync();
        var second = LogAsync();

        _engine.Drain(5);

        Assert.True(await first);
        Assert.False(second.IsCompleted);
        _engine.Drain(0);
        Assert.True(await second);
    }

    [Fact]
    public async Task LogAsync_CancelledWhileAsleep_NeitherLoggedNorLostButWaited()
    {
        _engine.Fill(21);
        using var ending = new CancellationTokenSource();
        var logging = _engine.LogAsync(AuditMessageType.Syscall, "late", ending.Token).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(1));

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => logging);
        Assert.Equal((21u, 0u, 250u), (_engine.Backlog, _engine.Lost, _engine.BacklogWaitTimeActual));
    }

    [Fact]
    public async Task DisposeAsync_WithSleepers_ReleasesThemAsLost()
    {
        _engine.Fill(21);
        var logging = LogAsync();

        await _engine.DisposeAsync();

        Assert.False(await logging);
        Assert.Equal(1u, _engine.Lost);
        Assert.Throws<ObjectDisposedException>(() => _engine.TryLog(AuditMessageType.Syscall, "late"));
    }

    [Fact]
    public void ReadAndClearStatistics_TicksOfBatches_WeighsTheBacklogByTimeAndCountsLosses()
    {
        _engine.Tick(_clock.GetTimestamp());
        _engine.Fill(10);
        Pass(TimeSpan.FromSeconds(1), 6);
        Pass(TimeSpan.FromSeconds(3), 4);
        _engine.Fill(23);

        var window = _engine.ReadAndClearStatistics();

        // 10 for a second and 4 for three, and the losses beyond 21.
        Assert.Equal((22.0 / 4, 2), (window.Mean, window.Lost));
        Assert.Equal((4u, 10u), (window.Distribution.Quantile(0.5), window.Distribution.Max));
        Assert.Equal(0, _engine.ReadAndClearStatistics().Lost);

        void Pass(TimeSpan after, int records)
        {
            _clock.Advance(after);
            _engine.Tick(_clock.GetTimestamp());
            _engine.Drain(records);
        }
    }

    [Fact]
    public void Constructor_WaitTimeAboveTenMinutes_SaysWhatIsAccepted()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(
            () => new AuditEngine(new AuditEngineOptions { BacklogWaitTime = 150_001, Hz = Hz }, _clock));

        Assert.Contains("0 to 150000 jiffies", e.Message, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private Task<bool> LogAsync() => _engine.LogAsync(AuditMessageType.Syscall, "late", TestContext.Current.CancellationToken).AsTask();
}
