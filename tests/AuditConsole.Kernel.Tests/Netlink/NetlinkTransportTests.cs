using AuditConsole.Kernel.Netlink;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Netlink;

public sealed class NetlinkTransportTests : IAsyncDisposable
{
    private static readonly byte[] Datagram = NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, 1, []);

    private readonly ScriptedSocket _socket = new();
    private readonly NetlinkTransport _transport;

    public NetlinkTransportTests() => _transport = new NetlinkTransport(_socket);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _socket.LetGo();
        await _transport.DisposeAsync();
    }

    [Fact]
    public async Task Send_HeldByTheKernel_LeavesTheCallerFreeAndEndsWhenLetGo()
    {
        _socket.Hold();
        var sending = _transport.SendAsync(Datagram, Stop);
        Assert.Equal(Datagram, _socket.Sent.Take(Stop));
        Assert.False(sending.IsCompleted);

        _socket.Arrive([7]);
        Assert.Equal([7], (await _transport.ReceiveAsync(Stop)).ToArray());
        Assert.False(sending.IsCompleted);

        _socket.LetGo();
        await sending;
    }

    [Fact]
    public async Task Threads_OfATransport_AreNamedBackgroundThreads()
    {
        await _transport.SendAsync(Datagram, Stop);
        _socket.Arrive([1]);
        await _transport.ReceiveAsync(Stop);

        Assert.Equal(("audit netlink sender", true), _socket.SenderThread);
        Assert.Equal(("audit netlink receiver", true), _socket.ReceiverThread);
    }

    [Fact]
    public async Task Send_InterruptedTwice_IsRepeated()
    {
        _socket.FailSends(Errno.Interrupted, Errno.Interrupted);
        await _transport.SendAsync(Datagram, Stop);

        Assert.Equal(3, _socket.Sent.Count);
    }

    [Fact]
    public async Task Send_Refused_NamesCallErrnoAndRemedy()
    {
        _socket.FailSends(Errno.ConnectionRefused);
        var e = await Assert.ThrowsAsync<AuditUnavailableException>(() => _transport.SendAsync(Datagram, Stop));

        Assert.Equal(Errno.ConnectionRefused, e.Errno);
        Assert.Contains("sendto() failed with ECONNREFUSED (Connection refused)", e.Message, StringComparison.Ordinal);
        Assert.Contains("audit=0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_CancelledBeforeTheKernelSawIt_IsNeverSent()
    {
        _socket.Hold();
        var first = _transport.SendAsync(Datagram, Stop);
        _socket.Sent.Take(Stop);
        using var cancel = new CancellationTokenSource();
        var second = _transport.SendAsync(new byte[] { 2 }, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        _socket.LetGo();
        await first;
        await _transport.SendAsync(new byte[] { 3 }, Stop);
        Assert.Equal([3], _socket.Sent.Take(Stop));
    }

    [Fact]
    public async Task Send_WithBytesChangedAfterwards_SendsWhatWasHandedIn()
    {
        _socket.Hold();
        var first = _transport.SendAsync(Datagram, Stop);
        _socket.Sent.Take(Stop);
        var reused = new byte[] { 5 };
        var second = _transport.SendAsync(reused, Stop);
        reused[0] = 6;
        _socket.LetGo();
        await Task.WhenAll(first, second);

        Assert.Equal([5], _socket.Sent.Take(Stop));
    }

    [Fact]
    public async Task Receive_FromAnotherProcess_IsDroppedAndCounted()
    {
        _socket.Arrive([1], sender: 4711);
        _socket.Arrive([2]);

        Assert.Equal([2], (await _transport.ReceiveAsync(Stop)).ToArray());
        Assert.Equal(1, _transport.ForeignDatagrams);
    }

    [Fact]
    public async Task Receive_AfterAnOverrun_ReportsItOnceAndGoesOn()
    {
        _socket.FailReceive(Errno.NoBufferSpace);
        _socket.Arrive([3]);

        var e = await Assert.ThrowsAsync<AuditUnavailableException>(async () => await _transport.ReceiveAsync(Stop));
        Assert.Equal(Errno.NoBufferSpace, e.Errno);
        Assert.Contains("net.core.rmem_max", e.Message, StringComparison.Ordinal);
        Assert.Equal([3], (await _transport.ReceiveAsync(Stop)).ToArray());
    }

    [Fact]
    public async Task Receive_OfADatagramLongerThanTheBuffer_SaysSoAndGoesOn()
    {
        _socket.Arrive(new byte[ReceiverThread.LargestDatagram], length: ReceiverThread.LargestDatagram + 1);
        _socket.Arrive(new byte[ReceiverThread.LargestDatagram]);

        var e = await Assert.ThrowsAsync<AuditProtocolException>(async () => await _transport.ReceiveAsync(Stop));
        Assert.Contains("16385 bytes was cut off", e.Message, StringComparison.Ordinal);
        Assert.Equal(ReceiverThread.LargestDatagram, (await _transport.ReceiveAsync(Stop)).Length);
    }

    [Theory]
    [InlineData(Errno.Interrupted)]
    [InlineData(Errno.TryAgain)]
    public async Task Receive_InterruptedOrEmpty_GoesOn(int errno)
    {
        _socket.FailReceive(errno);
        _socket.Arrive([4]);

        Assert.Equal([4], (await _transport.ReceiveAsync(Stop)).ToArray());
    }

    [Fact]
    public async Task Receive_OnABrokenSocket_FailsNowAndEveryTimeAfter()
    {
        _socket.Arrive([4]);
        _socket.FailReceive(9);

        Assert.Equal([4], (await _transport.ReceiveAsync(Stop)).ToArray());
        for (var i = 0; i < 2; i++)
        {
            var e = await Assert.ThrowsAsync<AuditUnavailableException>(async () => await _transport.ReceiveAsync(Stop));
            Assert.Equal(9, e.Errno);
            Assert.Contains("recvfrom() failed with errno 9 (Bad file descriptor)", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Receive_OfMoreThanIsKept_LosesNothing()
    {
        const int Count = ReceiverThread.Capacity * 3;
        for (var i = 0; i < Count; i++)
        {
            _socket.Arrive(BitConverter.GetBytes(i));
        }

        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(i, BitConverter.ToInt32((await _transport.ReceiveAsync(Stop)).Span));
        }
    }

    [Fact]
    public async Task Dispose_WithTheSenderHeld_DoesNotWaitForTheKernel()
    {
        _socket.Hold();
        var held = _transport.SendAsync(Datagram, Stop);
        var queued = _transport.SendAsync(Datagram, Stop);
        _socket.Sent.Take(Stop);
        var receiving = _transport.ReceiveAsync(Stop).AsTask();

        await _transport.DisposeAsync();
        await _transport.DisposeAsync();

        await _socket.Disposed.Task;
        await Assert.ThrowsAsync<AuditUnavailableException>(() => held);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => queued);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => receiving);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => _transport.SendAsync(Datagram, Stop));
        _socket.LetGo();
        Assert.False(_socket.Sent.TryTake(out _));
    }

    [Fact]
    public async Task Dispose_WithTheReceiverFarBehind_DoesNotHang()
    {
        for (var i = 0; i < ReceiverThread.Capacity * 2; i++)
        {
            _socket.Arrive([1]);
        }

        await _transport.DisposeAsync();
        await _socket.Disposed.Task;
    }

    [Fact]
    public async Task Client_OverAHeldSocket_GetsItsReplyAndSaysItIsHeld()
    {
        await using var client = new AuditClient(_transport, TimeProvider.System);
        _socket.Hold();
        var asked = client.GetStatusAsync(Stop);
        _socket.Sent.Take(Stop);
        _socket.Arrive(NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, 1, new AuditStatus { Backlog = 66 }.ToBytes(44)));

        Assert.Equal(66u, (await asked).Backlog);
        Assert.NotNull(client.HeldFor);
    }

    [Fact]
    public async Task Sends_CancelledAndDisposedAtRandom_AllEnd()
    {
        for (var round = 0; round < 50; round++)
        {
            var transport = new NetlinkTransport(new ScriptedSocket());
            using var cancel = new CancellationTokenSource();
            var sends = Enumerable.Range(0, 20).Select(_ => transport.SendAsync(Datagram, cancel.Token)).ToList();
            await Task.WhenAll(cancel.CancelAsync(), transport.DisposeAsync().AsTask());
            await Task.WhenAll(sends).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Assert.All(sends, s => Assert.True(s.IsCompleted));
        }
    }
}
