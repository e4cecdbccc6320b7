using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Control;

public sealed class StatusRequestsTests : IAsyncDisposable
{
    private const string NoSession = "auid=4294967295 ses=4294967295";
    private readonly AuditEngine _engine = new(new AuditEngineOptions { BacklogLimit = 5 }, new ManualTimeProvider());
    private readonly ControlSession _session;

    public StatusRequestsTests() => _session = new ControlSession(_engine);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Get_WithAck_AcknowledgesBeforeTheStatus()
    {
        _engine.Fill(8);
        _engine.Drain(2);

        var replies = await _session.AskAsync(AuditMessageType.Get, default);

        Assert.Equal([AuditMessageType.Error, AuditMessageType.Get], replies.Select(r => r.Header.Type));
        var status = AuditStatus.Parse(replies[1].Payload.Span);
        Assert.Equal((4u, 2u, 6u, 0x7fu), (status.Backlog, status.Lost, status.BacklogMaxDepth, status.FeatureBitmap));
    }

    [Theory]
    [InlineData(AuditStatusMask.BacklogMaxDepth, "backlog_max_depth", 4)]
    [InlineData(AuditStatusMask.Lost, "lost", 0)]
    [InlineData(AuditStatusMask.BacklogWaitTimeActual, "backlog_wait_time_actual", 0)]
    public async Task Set_ReadAndClear_ReturnsTheOldValueAndLeavesARecord(AuditStatusMask mask, string name, int old)
    {
        _engine.Fill(4);
        _engine.TakeAll();

        Assert.Equal(old, await _session.SetAsync(mask));

        var record = Assert.Single(_engine.TakeAll());
        Assert.Equal((AuditMessageType.ConfigChange, $"op=set {name}=0 old={old} {NoSession} res=1"), (record.Type, record.Text));
    }

    [Fact]
    public async Task Set_ReadAndClearWithRecordsWaiting_RecordRaisesTheMarkToTheBacklogThereIs()
    {
        _engine.Fill(4);
        _engine.Drain(1);

        Assert.Equal(4, await _session.SetAsync(AuditStatusMask.BacklogMaxDepth));

        Assert.Equal((4u, 4u), (_engine.Backlog, _engine.BacklogMaxDepth));
        _engine.TakeAll();
        Assert.Equal(4, await _session.SetAsync(AuditStatusMask.BacklogMaxDepth));
        Assert.Equal(1u, _engine.BacklogMaxDepth);
    }

    [Fact]
    public async Task Set_ReadAndClearOfLost_ReturnsEachLossOnce()
    {
        _engine.Fill(10);
        _engine.TakeAll();

        Assert.Equal(4, await _session.SetAsync(AuditStatusMask.Lost));
        Assert.Equal(0, await _session.SetAsync(AuditStatusMask.Lost));
    }

    [Fact]
    public async Task Set_QueueOverTheLimit_RecordOfTheRequestIsNotLost()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 5, BacklogWaitTime = 0 }, new ManualTimeProvider());
        await using var session = new ControlSession(engine);
        engine.Fill(6);

        await session.SetAsync(AuditStatusMask.BacklogMaxDepth);

        Assert.Equal((7u, 7u, 0u), (engine.Backlog, engine.BacklogMaxDepth, engine.Lost));
    }

    [Fact]
    public async Task Set_ReadAndClearTogetherWithAnotherBit_ClearsNothing()
    {
        _engine.Fill(10);
        _engine.TakeAll();

        Assert.Equal(0, await _session.SetAsync(AuditStatusMask.Lost | AuditStatusMask.Enabled, 1));

        Assert.Equal(4u, _engine.Lost);
    }

    [Fact]
    public async Task Set_LaterFieldRefused_EarlierOnesStayApplied()
    {
        var status = new AuditStatus
        {
            Mask = AuditStatusMask.Failure | AuditStatusMask.RateLimit | AuditStatusMask.BacklogLimit | AuditStatusMask.BacklogWaitTime,
            Failure = 0,
            RateLimit = 100,
            BacklogLimit = 200,
            BacklogWaitTime = 600_001,
        };

        Assert.Equal(-Errno.InvalidArgument, await _session.SetAsync(status.ToBytes(AuditStatus.PatchedSize)));

        var now = await _session.GetAsync();
        Assert.Equal((0u, 100u, 200u, 60_000u), (now.Failure, now.RateLimit, now.BacklogLimit, now.BacklogWaitTime));
    }

    [Fact]
    public async Task Set_LockTogetherWithALimit_LocksFirstAndRefusesTheLimit()
    {
        var both = new AuditStatus { Mask = AuditStatusMask.Enabled | AuditStatusMask.BacklogLimit, Enabled = 2, BacklogLimit = 99 };

        Assert.Equal(-Errno.OperationNotPermitted, await _session.SetAsync(both.ToBytes(AuditStatus.PatchedSize)));

        Assert.Equal((2u, 5u), (_engine.Enabled, _engine.BacklogLimit));
        Assert.Equal(
            [$"op=set audit_enabled=2 old=1 {NoSession} res=1", $"op=set audit_backlog_limit=99 old=5 {NoSession} res=0"],
            _engine.TakeAll().Select(r => r.Text));
    }

    [Fact]
    public async Task Set_Locked_ClearsStillWork()
    {
        _engine.Fill(10);
        _engine.TakeAll();
        Assert.Equal(0, await _session.SetAsync(AuditStatusMask.Enabled, 2));

        Assert.Equal(4, await _session.SetAsync(AuditStatusMask.Lost));
        Assert.Equal(6, await _session.SetAsync(AuditStatusMask.BacklogMaxDepth));
        Assert.Equal(-Errno.OperationNotPermitted, await _session.SetAsync(AuditStatusMask.Failure, 1));
    }

    [Theory]
    [InlineData(0, 1, 0)] // the change that turns auditing on leaves no record
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 1)]
    public async Task Set_Enabled_LogsOnlyIfEnabledBefore(uint before, uint after, int records)
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { Enabled = before }, new ManualTimeProvider());
        await using var session = new ControlSession(engine);

        Assert.Equal(0, await session.SetAsync(AuditStatusMask.Enabled, after));

        Assert.Equal(records, engine.TakeAll().Count);
        Assert.Equal(after, engine.Enabled);
    }

    [Theory]
    [InlineData(28, -Errno.InvalidArgument, 60_000)]
    [InlineData(32, 0, 0)] // passes the kernel's length check, and the missing field reads as 0
    [InlineData(40, 0, 1_234)]
    public async Task Set_WaitTimeInAShortStatus_AsTheKernelChecksItsLength(int length, int error, uint waitTime)
    {
        var payload = ControlSession.Status(AuditStatusMask.BacklogWaitTime, 1_234);

        Assert.Equal(error, await _session.SetAsync(payload[..length]));

        Assert.Equal(waitTime, (await _session.GetAsync()).BacklogWaitTime);
    }

    [Theory]
    [InlineData(AuditStatusMask.Enabled, 3)]
    [InlineData(AuditStatusMask.Failure, 3)]
    [InlineData(AuditStatusMask.BacklogWaitTime, 600_001)]
    [InlineData(AuditStatusMask.Pid, 1)]
    public async Task Set_ValueOutOfRange_RefusedWithoutEffect(AuditStatusMask mask, uint value)
    {
        var before = await _session.GetAsync();

        Assert.Equal(-Errno.InvalidArgument, await _session.SetAsync(mask, value));

        Assert.Equal(before, await _session.GetAsync());
    }
}
