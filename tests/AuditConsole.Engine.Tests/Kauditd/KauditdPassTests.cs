using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Kauditd;

/// <summary>How records move between the three queues. The clock stands still, so that auditd's buffer decides when kauditd waits.</summary>
public sealed class KauditdPassTests : IAsyncDisposable
{
    // Two short records exceed the smallest buffer: the third finds no room.
    private const int SmallBuffer = 2304;
    private const int RecordsThatFit = 4;
    private readonly ManualTimeProvider _clock = new();
    private readonly List<IAsyncDisposable> _toDispose = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var disposable in Enumerable.Reverse(_toDispose))
        {
            await disposable.DisposeAsync();
        }
    }

    [Fact]
    public async Task Pass_WithAuditd_DeliversInOrder()
    {
        var (engine, auditd) = await StartAsync(new AuditEngineOptions(), 1 << 20);
        engine.Fill(3);

        engine.Drain(int.MaxValue);

        Assert.Equal(["record 0", "record 1", "record 2"], await ReceivedAsync(auditd));
    }

    [Theory]
    [InlineData(0u, 45, 0u)] // no limit: nothing is lost
    [InlineData(20u, 20, 25u)] // it stops at exactly the limit
    public async Task Pass_AuditdTakesNothingMore_RestGoesToTheRetryQueueUpToTheLimit(uint limit, int retry, uint lost)
    {
        const int Records = 45;
        var (engine, auditd) = await StartAsync(new AuditEngineOptions { BacklogLimit = 0, BacklogWaitTime = 0 }, SmallBuffer);
        engine.Fill(RecordsThatFit);
        engine.Drain(int.MaxValue);
        engine.Fill(Records);
        await SetLimitAsync(engine, limit);

        var pass = PassAsync(engine);
        Assert.False(pass.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(100));

        // One try only: the records behind the first that failed are moved without being tried.
        Assert.Equal(Records, await pass);
        Assert.Equal((retry, lost), (engine.RetryBacklog, engine.Lost));
        Assert.Equal(lost, engine.LostBy(LossReason.RetryOverflow));
        Assert.Equal(RecordsThatFit, (await ReceivedAsync(auditd)).Count);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Pass_AuditdStillTakesNothing_FiveTriesAndThenTheHoldAction(bool auditDefault, int retryAfterwards)
    {
        var (engine, _) = await StartAsync(new AuditEngineOptions { AuditDefault = auditDefault }, SmallBuffer);
        engine.Fill(RecordsThatFit + 1);
        var first = PassAsync(engine);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await first;
        Assert.Equal(1, engine.RetryBacklog);

        var second = PassAsync(engine);
        for (var i = 0; i < 5; i++)
        {
            Assert.False(second.IsCompleted, $"after {i} tries");
            await UntilAsync(() => _clock.WaitingTimers == 1);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await second;

        // Busy, not gone: it stays connected, and a record is kept only for a kernel booted with audit=1. That drop is not counted.
        Assert.Equal((retryAfterwards, 0, 0u), (engine.RetryBacklog, engine.HoldBacklog, engine.Lost));
    }

    [Theory]
    [InlineData(true, 20, 5u)]
    [InlineData(false, 0, 0u)]
    public async Task Pass_NoAuditd_HoldsUpToTheLimitOnlyWithAuditDefault(bool auditDefault, int held, uint lost)
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 20, AuditDefault = auditDefault }, _clock);
        engine.Fill(15);
        engine.Drain(int.MaxValue);
        engine.Fill(10);
        engine.Drain(int.MaxValue);

        Assert.Equal((held, lost), (engine.HoldBacklog, engine.Lost));
        Assert.Equal(lost, engine.LostBy(LossReason.HoldOverflow));
    }

    [Fact]
    public async Task Pass_AuditdComesAfterRecordsWereHeld_HeldOnesComeFirst()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { AuditDefault = true }, _clock);
        engine.Fill(2);
        engine.Drain(int.MaxValue);
        await using var auditd = new ControlSession(engine);
        await auditd.SetAsync(AuditStatusMask.Pid, (uint)Environment.ProcessId);

        engine.Drain(int.MaxValue);

        Assert.Equal(0, engine.HoldBacklog);
        var received = await ReceivedAsync(auditd);
        Assert.Equal(["record 0", "record 1"], received.Take(2));
        Assert.StartsWith("op=set audit_pid=", received[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pass_AuditdGoneWithRecordsToRetry_TheyAreHeld()
    {
        var (engine, auditd) = await StartAsync(new AuditEngineOptions { AuditDefault = true }, SmallBuffer);
        engine.Fill(RecordsThatFit + 3);
        var pass = PassAsync(engine);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await pass;
        Assert.Equal(3, engine.RetryBacklog);

        await auditd.DisposeAsync();
        engine.Drain(int.MaxValue);

        Assert.Equal((0, 3), (engine.RetryBacklog, engine.HoldBacklog));
    }

    [Fact]
    public async Task Pass_CancelledWhileItWaitsForAuditd_KeepsTheRecord()
    {
        var (engine, _) = await StartAsync(new AuditEngineOptions(), SmallBuffer);
        engine.Fill(RecordsThatFit + 1);
        using var ending = new CancellationTokenSource();
        var pass = engine.PassAsync(int.MaxValue, cancellationToken: ending.Token).AsTask();
        Assert.False(pass.IsCompleted);

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pass);
        Assert.Equal((1, 0u), (engine.RetryBacklog, engine.Lost));
    }

    [Fact]
    public async Task Pass_WithReaders_EachGetsEveryRecordWithItsRightLength()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { Enabled = 0 }, _clock);
        await using var first = new ControlSession(engine, new EngineConnectionOptions { ReadLog = true });
        await using var second = new ControlSession(engine, new EngineConnectionOptions { ReadLog = true });
        engine.Fill(2);

        engine.Drain(int.MaxValue);

        foreach (var reader in new[] { first, second })
        {
            var datagrams = await reader.ReceiveAllAsync();
            Assert.Equal(2, datagrams.Count);
            Assert.All(datagrams, datagram => Assert.Equal((uint)datagram.Length, NetlinkHeader.Read(datagram).Length));
        }
    }

    [Fact]
    public async Task Connect_ReadLogWhileEnabled_LeavesARecordOfComingAndGoing()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), _clock);
        var reader = engine.Connect(new EngineConnectionOptions { ReadLog = true });
        await reader.DisposeAsync();

        var records = engine.TakeAll();

        Assert.All(records, record => Assert.Equal(AuditMessageType.EventListener, record.Type));
        Assert.Equal(["connect", "disconnect"], records.Select(record => record.Field("op")));
    }

    [Fact]
    public async Task RunKauditd_RecordsLogged_PassesByItself()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { Enabled = 0 }, TimeProvider.System);
        await using var reader = engine.Connect(new EngineConnectionOptions { ReadLog = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = engine.RunKauditdAsync(stop.Token);
        for (var i = 0; i < 1000; i++)
        {
            engine.TryLog(AuditMessageType.Syscall, "one");
            await reader.ReceiveAsync(stop.Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(0u, engine.Backlog);
    }

    private static async Task SetLimitAsync(AuditEngine engine, uint limit)
    {
        await using var session = new ControlSession(engine);
        await session.SetAsync(AuditStatusMask.BacklogLimit, limit);
    }

    private static async Task<IReadOnlyList<string>> ReceivedAsync(ControlSession auditd) =>
        [.. (await auditd.ReceiveAllAsync()).Select(TextOf)];

    private static string TextOf(byte[] datagram)
    {
        Assert.True(AuditRecord.TryParse(NetlinkHeader.Read(datagram).Type, datagram.AsSpan(NetlinkHeader.Size), out var record));
        return record!.Text;
    }

    private static Task<int> PassAsync(AuditEngine engine) =>
        engine.PassAsync(int.MaxValue, cancellationToken: TestContext.Current.CancellationToken).AsTask();

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>An engine whose auditd has registered and read what came of that.</summary>
    private async Task<(AuditEngine Engine, ControlSession Auditd)> StartAsync(AuditEngineOptions options, int buffer)
    {
        var engine = new AuditEngine(options with { Enabled = 0 }, _clock);
        var auditd = new ControlSession(engine, new EngineConnectionOptions { ReceiveBuffer = buffer });
        _toDispose.Add(engine);
        _toDispose.Add(auditd);
        Assert.Equal(0, await auditd.SetAsync(AuditStatusMask.Pid, (uint)Environment.ProcessId));
        return (engine, auditd);
    }
}
