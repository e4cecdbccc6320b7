using System.Threading.Channels;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Netlink;

/// <summary>Reads datagrams on a thread of its own and keeps what the kernel sent until it is asked for.</summary>
/// <remarks>
/// A reader that falls <see cref="Capacity"/> datagrams behind stops the thread; the socket's buffer then fills and the loss
/// is reported as ENOBUFS, as the kernel does for any slow reader.
/// </remarks>
internal sealed class ReceiverThread
{
    /// <summary>Datagrams kept for the reader.</summary>
    public const int Capacity = 1024;

    /// <summary>Bytes of the largest datagram taken: libaudit's 8,970 and a header, with room to spare.</summary>
    public const int LargestDatagram = 16 * 1024;

    private readonly INetlinkSocket _socket;
    private readonly Channel<Incoming> _arrived;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _foreign;

    /// <summary>Starts to read.</summary>
    /// <param name="socket">What from; stays the caller's to dispose.</param>
    /// <param name="readerGoesOnHere">
    /// Whether a reader that waits goes on on this thread, which saves it a wake-up. It must then be quick and wait for nothing.
    /// </param>
    public ReceiverThread(INetlinkSocket socket, bool readerGoesOnHere)
    {
        _socket = socket;
        _arrived = Channel.CreateBounded<Incoming>(
            new BoundedChannelOptions(Capacity) { SingleWriter = true, AllowSynchronousContinuations = readerGoesOnHere });
        new Thread(Run) { Name = "audit netlink receiver", IsBackground = true }.Start();
    }

    public long Foreign => Interlocked.Read(ref _foreign);

    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var incoming = await _arrived.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return incoming.Failure is null ? incoming.Datagram : throw incoming.Failure;
        }
        catch (ChannelClosedException e)
        {
            throw e.InnerException is AuditUnavailableException cause
                ? new AuditUnavailableException(cause.Message, cause.Errno, cause)
                : NetlinkTransport.Closed();
        }
    }

    public Task CloseAsync()
    {
        _arrived.Writer.TryComplete();
        _socket.Wake();
        return _ended.Task;
    }

    private void Run()
    {
        var buffer = new byte[LargestDatagram];
        try
        {
            while (true)
            {
                var received = _socket.Receive(buffer);
                if (received.Woken || !Take(received, buffer))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or ChannelClosedException)
        {
            _arrived.Writer.TryComplete();
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private bool Take(ReceivedDatagram received, byte[] buffer)
    {
        switch (received.Errno)
        {
            case 0:
                TakeDatagram(received, buffer);
                return true;
            case Errno.Interrupted or Errno.TryAgain:
                return true;
            case Errno.NoBufferSpace:
                Keep(new Incoming(default, NetlinkFailure.Of(NetlinkStep.Receive, received.Errno)));
                return true;
            default:
                _arrived.Writer.TryComplete(NetlinkFailure.Of(NetlinkStep.Receive, received.Errno));
                return false;
        }
    }

    private void TakeDatagram(ReceivedDatagram received, byte[] buffer)
    {
        if (received.SenderPortId != 0)
        {
            Interlocked.Increment(ref _foreign);
        }
        else if (received.Length > buffer.Length)
        {
            Keep(new Incoming(default, new AuditProtocolException(
                $"A datagram of {received.Length} bytes was cut off; accepted are up to {buffer.Length}.")));
        }
        else
        {
            Keep(new Incoming(buffer.AsSpan(0, received.Length).ToArray(), null));
        }
    }

    private void Keep(Incoming incoming)
    {
        if (!_arrived.Writer.TryWrite(incoming))
        {
            _arrived.Writer.WriteAsync(incoming).AsTask().GetAwaiter().GetResult();
        }
    }

    private readonly record struct Incoming(ReadOnlyMemory<byte> Datagram, AuditException? Failure);
}
