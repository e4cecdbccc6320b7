using System.Threading.Channels;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>One control connection: the engine's end of a netlink socket.</summary>
/// <remarks>Replies that nobody reads fill its receive buffer; the next is dropped, and the reader is told so once, as with a socket.</remarks>
internal sealed class ControlConnection : IAuditTransport
{
    /// <summary>Datagrams that may wait to be received: about what a socket of the kernel's default buffer size holds.</summary>
    internal const int ReceiveBuffer = 256;

    private readonly ControlRequests _requests;
    private readonly Action<ControlConnection> _closed;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<ReadOnlyMemory<byte>> _received =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(ReceiveBuffer) { SingleReader = true });

    private int _overrun;

    public ControlConnection(uint portId, ControlRequests requests, Action<ControlConnection> closed)
    {
        PortId = portId;
        _requests = requests;
        _closed = closed;
    }

    /// <summary>The port id that acknowledgements to this connection carry.</summary>
    public uint PortId { get; }

    public async Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closing.IsCancellationRequested)
        {
            throw Closed();
        }

        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _requests.ReceiveAsync(datagram.Span, this, held.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The datagram was handled; only the wait afterwards ends early.
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _overrun, 0) != 0)
        {
            throw new AuditUnavailableException(
                $"A reply was dropped: {ReceiveBuffer} datagrams were waiting to be received. Receive them sooner.", Errno.NoBufferSpace);
        }

        try
        {
            return await _received.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw Closed();
        }
    }

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>Puts a datagram into the receive buffer, or notes that it was full.</summary>
    internal void Deliver(byte[] datagram)
    {
        if (!_received.Writer.TryWrite(datagram) && !_closing.IsCancellationRequested)
        {
            Volatile.Write(ref _overrun, 1);
        }
    }

    /// <summary>Ends sending and receiving; what was delivered before can still be received.</summary>
    internal void Close()
    {
        if (_received.Writer.TryComplete())
        {
            _closing.Cancel();
            _requests.Forget(this);
            _closed(this);
        }
    }

    private static AuditUnavailableException Closed() => new("The connection to the engine is closed. Open another.");
}
