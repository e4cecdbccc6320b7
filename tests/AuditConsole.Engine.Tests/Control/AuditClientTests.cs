using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Control;

/// <summary>The client that talks to kernels, talking to the engine.</summary>
public sealed class AuditClientTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AuditEngine _engine;
    private readonly AuditClient _client;

    public AuditClientTests()
    {
        _engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 10 }, _clock);
        _client = new AuditClient(_engine.Connect(), _clock);
    }

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task GetStatus_FreshEngine_AllFieldsAreKnown()
    {
        var status = await _client.GetStatusAsync(CancellationToken);

        Assert.Equal(
            new AuditStatus
            {
                Enabled = 1,
                Failure = 1,
                BacklogLimit = 10,
                FeatureBitmap = 0x7f,
                BacklogWaitTime = 60_000,
                BacklogWaitTimeActual = 0,
                BacklogMaxDepth = 0,
            },
            status);
        Assert.True(_client.KeepsBacklogMaxDepth);
    }

    [Theory]
    [InlineData(AuditSetting.Enabled, 0)]
    [InlineData(AuditSetting.Failure, 0)]
    [InlineData(AuditSetting.RateLimit, 4_000_000_000)]
    [InlineData(AuditSetting.BacklogLimit, 8_192)]
    [InlineData(AuditSetting.BacklogWaitTime, 600_000)]
    public async Task Set_EachSetting_IsInTheNextStatus(AuditSetting setting, uint value)
    {
        await _client.SetAsync(setting, value, CancellationToken);

        var status = await _client.GetStatusAsync(CancellationToken);
        Assert.Equal(value, setting switch
        {
            AuditSetting.Enabled => status.Enabled,
            AuditSetting.Failure => status.Failure,
            AuditSetting.RateLimit => status.RateLimit,
            AuditSetting.BacklogLimit => status.BacklogLimit,
            _ => status.BacklogWaitTime,
        });
    }

    [Fact]
    public async Task ReadAndClear_EachCounter_ReturnsWhatItHadAndThenWhatCameSince()
    {
        _engine.Fill(13);
        var waiting = _engine.LogAsync(AuditMessageType.Syscall, "late", CancellationToken).AsTask();
        _clock.Advance(TimeSpan.FromMilliseconds(40));
        _engine.Drain(5);
        Assert.True(await waiting);
        _engine.Drain(int.MaxValue);
        await _client.GetStatusAsync(CancellationToken);

        Assert.Equal(2u, await _client.ReadAndClearAsync(AuditCounter.Lost, CancellationToken));
        Assert.Equal(40u, await _client.ReadAndClearAsync(AuditCounter.BacklogWaitTimeActual, CancellationToken));
        Assert.Equal(11u, await _client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken));

        // The three CONFIG_CHANGE records of the clears are what is waiting now.
        var status = await _client.GetStatusAsync(CancellationToken);
        Assert.Equal((0u, 0u, 3u, 3u), (status.Lost, status.BacklogWaitTimeActual, status.BacklogMaxDepth, status.Backlog));
    }

    [Fact]
    public async Task Set_LockedEngine_IsRefusedAndClearsAreNot()
    {
        await _client.GetStatusAsync(CancellationToken);
        await _client.SetAsync(AuditSetting.Enabled, 2, CancellationToken);

        var e = await Assert.ThrowsAsync<AuditRefusedException>(() => _client.SetAsync(AuditSetting.BacklogLimit, 1, CancellationToken));

        Assert.Equal(Errno.OperationNotPermitted, e.Errno);
        Assert.Equal(2u, await _client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken));
    }

    [Fact]
    public async Task GetFeaturesAndSendUserRecord_Engine_Answer()
    {
        var features = await _client.GetFeaturesAsync(CancellationToken);
        await _client.SendUserRecordAsync(AuditMessageType.TrustedApp, "op=test\0"u8.ToArray(), CancellationToken);

        Assert.Equal(new AuditFeatures(1, uint.MaxValue, 0, 0), features);
        Assert.Contains("msg='op=test'", Assert.Single(_engine.TakeAll()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAndClear_ProducersAndConsumerAtWork_NoPeakIsMissed()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 0 }, TimeProvider.System);
        await using var client = new AuditClient(engine.Connect(), TimeProvider.System);
        await client.GetStatusAsync(CancellationToken);
        for (var peak = 5u; peak < 300; peak += 7)
        {
            var burst = Task.Run(() => engine.Fill((int)peak), CancellationToken);
            Assert.Equal((int)peak, await burst);
            engine.Drain(int.MaxValue);

            Assert.Equal(peak, await client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, CancellationToken));
            engine.Drain(int.MaxValue);
        }
    }
}
