using AuditConsole.Kernel.Netlink;
using AuditConsole.Kernel.Tests.Netlink.Fuzz;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Netlink;

/// <summary>A client over a socket whose other end answers late, twice, out of order, wrongly, cut off or not at all.</summary>
public sealed class PeerTests : IAsyncDisposable
{
    private const int DatagramsOfAnExchange = 2;
    private static readonly AuditStatus Status = new() { Enabled = 1, BacklogLimit = 8192, Backlog = 5, FeatureBitmap = 0x7f, BacklogWaitTime = 15000, BacklogWaitTimeActual = 0, BacklogMaxDepth = 66 };

    private readonly ScriptedSocket _socket = new();
    private readonly ManualTimeProvider _time = new();
    private readonly NetlinkTransport _transport;
    private readonly ReadTransport _read;
    private readonly AuditClient _client;

    public PeerTests()
    {
        _transport = new NetlinkTransport(_socket);
        _read = new ReadTransport(_transport);
        _client = new AuditClient(_read, _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _socket.LetGo();
        await _client.DisposeAsync();
    }

    [Fact]
    public async Task Answer_ThatComesTwice_DoesNotReachTheNextRequest()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = Request();
        Answer(request, Status, times: 2);
        Assert.Equal(Status, await asked);

        await AssertNextExchangeAsync();
        Assert.InRange(_client.UnmatchedReplies, 1, 2);
    }

    [Fact]
    public async Task Data_BeforeTheAcknowledgement_IsTaken()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = Request();
        _socket.Arrive(Data(request, Status));
        Assert.Equal(Status, await asked);

        _socket.Arrive(DamagedReplies.Ack(request, request.Header.Sequence, 0));
        await AssertNextExchangeAsync();
    }

    [Fact]
    public async Task Answers_OfAnotherSequence_AreLeftAside()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = Request();
        foreach (var other in new[] { 0u, request.Header.Sequence - 1, request.Header.Sequence + 1, uint.MaxValue })
        {
            var stranger = request with { Header = request.Header with { Sequence = other } };
            _socket.Arrive(DamagedReplies.Ack(stranger, other, -Errno.OperationNotPermitted));
            _socket.Arrive(Data(stranger, Status with { Backlog = 999 }));
        }

        Answer(request, Status);
        Assert.Equal(Status, await asked);
        Assert.Equal(8, _client.UnmatchedReplies);
    }

    [Fact]
    public async Task Acknowledgement_OfAnotherRequestUnderThisSequence_IsLeftAside()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = Request();
        var other = request with { Header = request.Header with { Type = AuditMessageType.Set } };
        _socket.Arrive(DamagedReplies.Ack(other, request.Header.Sequence, -Errno.InvalidArgument));
        Answer(request, Status);

        Assert.Equal(Status, await asked);
    }

    [Fact]
    public async Task Answer_AfterTheRequestWasGivenUp_DoesNotReachTheNextOne()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = Request();
        while (_time.WaitingTimers == 0)
        {
            await Task.Yield();
        }

        _time.Advance(AuditClient.ReplyTimeout);
        Assert.Contains("did not answer within", (await Assert.ThrowsAsync<AuditUnavailableException>(() => asked)).Message, StringComparison.Ordinal);

        Answer(request, Status with { Backlog = 999 });
        await AssertNextExchangeAsync();
    }

    [Fact]
    public async Task Overrun_InTheMiddleOfARequest_EndsItAndNotTheNext()
    {
        var asked = _client.ReadAndClearAsync(AuditCounter.Lost, Stop);
        var request = Request();
        _socket.FailReceive(Errno.NoBufferSpace);
        Assert.Equal(Errno.NoBufferSpace, (await Assert.ThrowsAsync<AuditUnavailableException>(() => asked)).Errno);

        _socket.Arrive(DamagedReplies.Ack(request, request.Header.Sequence, 73));
        await AssertNextExchangeAsync();
    }

    [Fact]
    public async Task Overrun_BetweenTwoRequests_EndsNeither()
    {
        await AssertNextExchangeAsync();
        _socket.FailReceive(Errno.NoBufferSpace);
        await _read.ReadAsync(DatagramsOfAnExchange + 1);

        await AssertNextExchangeAsync();
    }

    [Fact]
    public async Task Interruptions_OnBothWays_AreNotNoticed()
    {
        _socket.FailSends(Errno.Interrupted, Errno.Interrupted);
        _socket.FailReceive(Errno.Interrupted);
        _socket.FailReceive(Errno.TryAgain);
        var asked = _client.GetStatusAsync(Stop);
        _ = Request();
        _ = Request();
        var request = Request();
        _socket.FailReceive(Errno.Interrupted);
        Answer(request, Status);

        Assert.Equal(Status, await asked);
        Assert.Equal(0, _client.UnmatchedReplies);
    }

    [Theory]
    [InlineData(Errno.TryAgain)]
    [InlineData(Errno.NoBufferSpace)]
    [InlineData(Errno.ConnectionRefused)]
    public async Task Send_ThatFails_EndsTheRequestWithItsErrnoAndNotTheNext(int errno)
    {
        _socket.FailSends(errno);
        var e = await Assert.ThrowsAsync<AuditUnavailableException>(() => _client.GetStatusAsync(Stop));
        _ = Request();

        Assert.Equal(errno, e.Errno);
        Assert.Contains("sendto() failed", e.Message, StringComparison.Ordinal);
        await AssertNextExchangeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(19)]
    [InlineData(59)]
    public async Task Answer_CutOff_IsAProtocolErrorAndTheNextExchangeWorks(int length)
    {
        var asked = _client.GetStatusAsync(Stop);
        _socket.Arrive(Data(Request(), Status)[..length]);
        await Assert.ThrowsAsync<AuditProtocolException>(() => asked);

        await AssertNextExchangeAsync();
    }

    [Fact]
    public async Task Answer_LongerThanTheBuffer_IsAProtocolErrorAndTheNextExchangeWorks()
    {
        var asked = _client.GetStatusAsync(Stop);
        _socket.Arrive(Data(Request(), Status), length: ReceiverThread.LargestDatagram + 1);
        Assert.Contains("was cut off", (await Assert.ThrowsAsync<AuditProtocolException>(() => asked)).Message, StringComparison.Ordinal);

        await AssertNextExchangeAsync();
    }

    [Fact]
    public async Task Answer_OfAnotherProcess_IsNotTaken()
    {
        var asked = _client.GetStatusAsync(Stop);
        var request = Request();
        _socket.Arrive(Data(request, Status with { Backlog = 999 }), sender: 4711);
        Answer(request, Status);

        Assert.Equal(Status, await asked);
        Assert.Equal(1, _transport.ForeignDatagrams);
    }

    private static byte[] Data(NetlinkMessage request, AuditStatus status) =>
        NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, request.Header.Sequence, status.ToBytes(AuditStatus.PatchedSize));

    private NetlinkMessage Request()
    {
        // So long only where no request comes any more.
        Assert.True(_socket.Sent.TryTake(out var datagram, millisecondsTimeout: 30_000, Stop), "No request was sent.");
        return Assert.Single(NetlinkMessage.Split(datagram));
    }

    private void Answer(NetlinkMessage request, AuditStatus status, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _socket.Arrive(DamagedReplies.Ack(request, request.Header.Sequence, 0));
            _socket.Arrive(Data(request, status));
        }
    }

    private async Task AssertNextExchangeAsync()
    {
        var next = Status with { Backlog = 6 };
        var asked = _client.GetStatusAsync(Stop);
        Answer(Request(), next);
        Assert.Equal(next, await asked);
    }
}
