using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Control;

public sealed class SenderPenaltyTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AuditEngine _engine;
    private readonly ControlSession _session;

    public SenderPenaltyTests()
    {
        _engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 5, BacklogWaitTime = 2_000 }, _clock);
        _session = new ControlSession(_engine);
    }

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Send_BacklogAtTheLimit_IsNotHeld()
    {
        _engine.Fill(5);

        await _session.SendAsync(AuditMessageType.Get);

        Assert.Equal(2, (await _session.ReceiveAllAsync()).Count);
    }

    [Fact]
    public async Task Send_BacklogOverTheLimit_AnsweredAtOnceAndHeldForTheWaitTime()
    {
        _engine.Fill(6);

        var sending = _session.SendAsync(AuditMessageType.Get);

        Assert.Equal(2, (await _session.ReceiveAllAsync()).Count);
        _clock.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.False(sending.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        await sending;
        Assert.Equal(0u, _engine.BacklogWaitTimeActual);
    }

    [Fact]
    public async Task Send_HeldAndAPassIsMade_IsLetGoThoughTheBacklogIsStillOver()
    {
        _engine.Fill(6);
        var sending = _session.SendAsync(AuditMessageType.Get);
        Assert.False(sending.IsCompleted);

        _engine.Drain(0);

        await sending;
    }

    [Theory]
    [InlineData(AuditStatusMask.BacklogWaitTime)]
    [InlineData(AuditStatusMask.BacklogLimit)]
    public async Task Send_NoWaitTimeOrNoLimit_IsNeverHeld(AuditStatusMask mask)
    {
        await _session.SetAsync(mask, 0);
        _engine.Fill(100);

        await _session.SendAsync(AuditMessageType.Get);
    }

    [Fact]
    public async Task Dispose_SenderHeld_IsLetGo()
    {
        _engine.Fill(6);
        var sending = _session.SendAsync(AuditMessageType.Get);

        await _session.DisposeAsync();

        await sending;
    }

    [Fact]
    public async Task HeldFor_ClientAsksAnEngineOverItsLimit_GrowsWhileTheAnswerIsThere()
    {
        await using var client = new AuditClient(_engine.Connect(), _clock);
        _engine.Fill(6);

        var status = await client.GetStatusAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(1.5));

        Assert.Equal(6u, status.Backlog);
        Assert.Equal(TimeSpan.FromSeconds(1.5), client.HeldFor);
    }
}
