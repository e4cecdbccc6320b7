using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Loss;

public sealed class FailureTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _printed = [];

    [Theory]
    [InlineData(0u, 0)]
    [InlineData(1u, 1)]
    public async Task Lose_SilentOrPrintk_ReasonIsPrintedWithPrintkOnly(uint failure, int reasons)
    {
        await using var engine = Start(new AuditEngineOptions { Failure = failure, BacklogLimit = 1 });

        engine.Fill(3);

        Assert.Equal(1, _printed.Count(line => line == "audit: audit_backlog=2 > audit_backlog_limit=1"));
        Assert.Equal(1, _printed.Count(line => line == "audit: audit_lost=1 audit_rate_limit=0 audit_backlog_limit=1"));
        Assert.Equal(reasons, _printed.Count(line => line == "audit: backlog limit exceeded"));
    }

    [Fact]
    public async Task Lose_ManyTimes_TenLinesInFiveSeconds()
    {
        await using var engine = Start(new AuditEngineOptions { BacklogLimit = 1 });

        engine.Fill(100);
        Assert.Equal(10, _printed.Count);
        _clock.Advance(TimeSpan.FromSeconds(5) + TimeSpan.FromTicks(1));
        engine.Fill(100);

        Assert.Equal(20, _printed.Count);
        Assert.Equal(198u, engine.Lost);
    }

    [Fact]
    public async Task Lose_WithARateLimit_OneMessageASecond()
    {
        await using var engine = Start(new AuditEngineOptions { RateLimit = 2, Hz = 100 });

        engine.Fill(10);
        Assert.Equal(1, Messages());
        _clock.Advance(TimeSpan.FromMilliseconds(1010));
        engine.Fill(10);

        Assert.Equal(2, Messages());

        int Messages() => _printed.Count(line => line.StartsWith("audit: audit_lost=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lose_Panic_StopsTheEngineForGoodAndTellsEveryone()
    {
        await using var engine = Start(new AuditEngineOptions { Failure = 2, BacklogLimit = 1 });
        await using var transport = engine.Connect();
        var receiving = transport.ReceiveAsync(TestContext.Current.CancellationToken).AsTask();
        engine.Fill(2);

        var panic = Assert.Throws<EnginePanicException>(() => engine.TryLog(AuditMessageType.Syscall, "one too many"));

        Assert.Contains("audit: backlog limit exceeded", panic.Message, StringComparison.Ordinal);
        Assert.Same(panic, await Assert.ThrowsAsync<EnginePanicException>(() => engine.Completion));
        Assert.Equal(panic.Message, (await Assert.ThrowsAsync<AuditUnavailableException>(() => receiving)).Message);
        Assert.Throws<EnginePanicException>(() => engine.Connect());
        Assert.Throws<EnginePanicException>(() => engine.TryLog(AuditMessageType.Syscall, "late"));
    }

    [Fact]
    public async Task Lose_QueuesHoldTheMostRecords_OutOfMemory()
    {
        await using var engine = Start(new AuditEngineOptions { BacklogLimit = 0, MostRecords = 10 });

        Assert.Equal(10, engine.Fill(12));
        Assert.Equal((2u, 2), (engine.Lost, engine.LostBy(LossReason.OutOfMemory)));
    }

    [Fact]
    public async Task Clear_Lost_LeavesTheCountsByReason()
    {
        await using var engine = Start(new AuditEngineOptions { BacklogLimit = 1 });
        await using var session = new ControlSession(engine);
        engine.Fill(5);
        engine.Drain(int.MaxValue);

        Assert.Equal(3, await session.SetAsync(AuditStatusMask.Lost));

        Assert.Equal((0u, 3), (engine.Lost, engine.LostBy(LossReason.BacklogLimit)));
    }

    private AuditEngine Start(AuditEngineOptions options) => new(options, _clock, _printed.Add);
}
