using AuditConsole.Protocol.Tests.Support;
using AuditConsole.Tests.Support;

namespace AuditConsole.Protocol.Tests;

public sealed class AuditClientTests : IAsyncDisposable
{
    private readonly ScriptedTransport _kernel = new();
    private readonly AuditClient _client;

    public AuditClientTests() => _client = new AuditClient(_kernel, new ManualTimeProvider());

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    [Fact]
    public async Task GetStatus_AckThenData_ReturnsTheData()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = await _kernel.RequestAsync();
        _kernel.Answer(Answers.Ack(request), Answers.StatusOf(request));

        Assert.Equal(Answers.Status with { FeatureBitmap = 0, BacklogWaitTimeActual = 0 }, await asked);
        Assert.Equal(AuditMessageType.Get, request.Header.Type);
        Assert.Equal(NetlinkFlags.Request, request.Header.Flags);
        Assert.True(request.Payload.IsEmpty);
        Assert.Equal(0, _client.UnmatchedReplies);
    }

    [Fact]
    public async Task GetStatus_AckAndDataInOneDatagram_ReturnsTheData()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = await _kernel.RequestAsync();
        _kernel.Answer([.. Answers.Ack(request), .. Answers.StatusOf(request)]);

        Assert.Equal(65u, (await asked).BacklogMaxDepth);
    }

    [Fact]
    public async Task GetStatus_ForeignSequencesTypesAndRecords_AreCountedAndIgnored()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = await _kernel.RequestAsync();
        var late = Answers.WithSequence(request, request.Header.Sequence + 7);
        var featuresUnderItsNumber = request with { Header = request.Header with { Type = AuditMessageType.GetFeature } };
        _kernel.Answer(
            Answers.Data(late, (Answers.Status with { Backlog = 999 }).ToBytes(AuditStatus.PatchedSize)),
            Answers.Ack(late, -1),
            Answers.Data(featuresUnderItsNumber, new byte[16]),
            Answers.Ack(featuresUnderItsNumber, -1),
            NetlinkMessage.Build(AuditMessageType.ConfigChange, NetlinkFlags.None, 0, "audit(1.002:3): a=b"u8),
            Answers.StatusOf(request));

        Assert.Equal(5u, (await asked).Backlog);
        Assert.Equal(5, _client.UnmatchedReplies);
    }

    [Fact]
    public async Task GetStatus_Refused_ThrowsTheErrno()
    {
        var asked = _client.GetStatusAsync(Stop);
        _kernel.Answer(Answers.Ack(await _kernel.RequestAsync(), -Errno.ConnectionRefused));

        var e = await Assert.ThrowsAsync<AuditRefusedException>(() => asked);
        Assert.Equal((Errno.ConnectionRefused, AuditMessageType.Get), (e.Errno, e.Request));
    }

    [Fact]
    public async Task GetStatus_AnsweredWithAValue_IsAProtocolError()
    {
        var asked = _client.GetStatusAsync(Stop);
        _kernel.Answer(Answers.Ack(await _kernel.RequestAsync(), 7));

        await Assert.ThrowsAsync<AuditProtocolException>(() => asked);
    }

    [Fact]
    public async Task GetStatus_AfterABufferOverrun_FailsOnceAndWorksAgain()
    {
        var asked = _client.GetStatusAsync(Stop);
        await _kernel.RequestAsync();
        _kernel.Fail(new AuditUnavailableException("full", Errno.NoBufferSpace));
        Assert.Equal(Errno.NoBufferSpace, (await Assert.ThrowsAsync<AuditUnavailableException>(() => asked)).Errno);

        Assert.Equal(5u, (await AskStatusAsync(48)).Backlog);
    }

    [Fact]
    public async Task GetStatus_AfterGarbage_FailsOnceAndWorksAgain()
    {
        var asked = _client.GetStatusAsync(Stop);
        await _kernel.RequestAsync();
        _kernel.Answer([1, 2, 3]);
        await Assert.ThrowsAsync<AuditProtocolException>(() => asked);

        Assert.Equal(5u, (await AskStatusAsync(48)).Backlog);
        Assert.Equal(1, _client.UnmatchedReplies);
    }

    [Fact]
    public async Task GetStatus_TooShort_IsAProtocolErrorAndKeepsTheLastSize()
    {
        await AskStatusAsync(48);
        var asked = _client.GetStatusAsync(Stop);
        _kernel.Answer(Answers.Data(await _kernel.RequestAsync(), new byte[28]));

        await Assert.ThrowsAsync<AuditProtocolException>(() => asked);
        Assert.True(_client.KeepsBacklogMaxDepth);
    }

    [Fact]
    public async Task GetStatus_AfterTheSocketFailed_SaysSoForEver()
    {
        var asked = _client.GetStatusAsync(Stop);
        await _kernel.RequestAsync();
        _kernel.Fail(new AuditUnavailableException("gone", 9));
        await Assert.ThrowsAsync<AuditUnavailableException>(() => asked);

        var e = await Assert.ThrowsAsync<AuditUnavailableException>(() => _client.GetStatusAsync(Stop));
        Assert.Contains("gone", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetFeatures_AckThenData_ReturnsTheData()
    {
        var asked = _client.GetFeaturesAsync(Stop);
        var request = await _kernel.RequestAsync();
        var features = new AuditFeatures(1, uint.MaxValue, 2, 2);
        _kernel.Answer(Answers.Ack(request), Answers.Data(request, features.ToBytes()));

        Assert.Equal(features, await asked);
    }

    [Theory]
    [InlineData(AuditCounter.Lost, 44, 291)]
    [InlineData(AuditCounter.BacklogWaitTimeActual, 44, -4096)]
    [InlineData(AuditCounter.BacklogMaxDepth, 48, 5201)]
    public async Task ReadAndClear_SendsTheFullStructWithOneBit_AndReturnsTheOldValue(AuditCounter counter, int size, int error)
    {
        await AskStatusAsync(size);
        var cleared = _client.ReadAndClearAsync(counter, Stop);
        var request = await _kernel.RequestAsync();
        _kernel.Answer(Answers.Ack(request, error));

        Assert.Equal(unchecked((uint)error), await cleared);
        Assert.Equal(size, request.Payload.Length);
        Assert.Equal([(uint)counter, .. new uint[(size / 4) - 1]], Words(request));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(44)]
    public async Task ReadAndClear_OfAMarkTheKernelDoesNotKeep_IsNeverSent(int size)
    {
        await AskStatusAsync(size);

        await Assert.ThrowsAsync<NotSupportedException>(() => _client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop));
        Assert.False(_kernel.HasRequest);
    }

    [Fact]
    public async Task ReadAndClear_OfTheMarkBeforeAnyStatus_IsNeverSent()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => _client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop));
        Assert.False(_kernel.HasRequest);
    }

    [Theory]
    [InlineData(AuditSetting.Enabled, 1)]
    [InlineData(AuditSetting.Failure, 2)]
    [InlineData(AuditSetting.Pid, 3)]
    [InlineData(AuditSetting.RateLimit, 4)]
    [InlineData(AuditSetting.BacklogLimit, 5)]
    [InlineData(AuditSetting.BacklogWaitTime, 9)]
    public async Task Set_OfEachField_SendsOneBitAndTheValueAtItsOffset(AuditSetting setting, int word)
    {
        var set = _client.SetAsync(setting, 77, Stop);
        var request = await _kernel.RequestAsync();
        _kernel.Answer(Answers.Ack(request));
        await set;

        var expected = new uint[AuditStatus.StockSize / 4];
        expected[0] = (uint)setting;
        expected[word] = 77;
        Assert.Equal(expected, Words(request));
        Assert.Equal(1, System.Numerics.BitOperations.PopCount((uint)setting));
    }

    [Fact]
    public async Task Requests_OneAfterAnother_CarryRisingSequences()
    {
        var (first, _) = await ExchangeAsync(48);
        var (second, _) = await ExchangeAsync(48);

        Assert.Equal(first.Header.Sequence + 1, second.Header.Sequence);
        Assert.NotEqual(0u, first.Header.Sequence);
    }

    private static uint[] Words(NetlinkMessage request) => [.. request.Payload.ToArray().Chunk(4).Select(w => BitConverter.ToUInt32(w))];

    private async Task<AuditStatus> AskStatusAsync(int size) => (await ExchangeAsync(size)).Status;

    private async Task<(NetlinkMessage Request, AuditStatus Status)> ExchangeAsync(int size)
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = await _kernel.RequestAsync();
        _kernel.Answer(Answers.Ack(request), Answers.StatusOf(request, size));
        return (request, await asked);
    }
}
