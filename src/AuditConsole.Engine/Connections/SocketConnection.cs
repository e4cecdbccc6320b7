using System.Buffers;
using System.Net.Sockets;
using AuditConsole.Engine.Control;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Connections;

/// <summary>A program that is connected through the engine's Unix socket.</summary>
internal sealed class SocketConnection : IPeer, IDisposable
{
    // A netlink socket with the default send buffer sends no more than this at once.
    private const int LongestDatagram = 212_992;

    // A packet of no bytes reads like the end; an end reads so for ever.
    private const int EmptyPacketsThatAreTheEnd = 64;

    private readonly Socket _socket;
    private readonly ControlRequests _requests;
    private readonly TimeProvider _time;

    public SocketConnection(Socket socket, uint portId, ControlRequests requests, TimeProvider time)
    {
        socket.Blocking = false;
        _socket = socket;
        PortId = portId;
        _requests = requests;
        _time = time;
        Identity = PeerCredentials.Of(socket);
    }

    public uint PortId { get; }

    public PeerIdentity Identity { get; }

    public bool CapsAcknowledgements => false;

    /// <summary>Takes packets until the program closes its end.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LongestDatagram);
        try
        {
            for (var empty = 0; empty < EmptyPacketsThatAreTheEnd;)
            {
                var length = await _socket.ReceiveAsync(buffer.AsMemory(0, LongestDatagram), cancellationToken).ConfigureAwait(false);
                empty = length == 0 ? empty + 1 : 0;
                if (length != 0)
                {
                    // Records keep their text, so the buffer cannot be used again for the next packet without a copy.
                    await _requests.ReceiveAsync(buffer.AsMemory(0, length).ToArray(), this, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone, or the engine's socket closes: for the engine both are the same.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public int TrySend(ReadOnlyMemory<byte> datagram)
    {
        try
        {
            _socket.Send(datagram.Span, SocketFlags.None, out var error);
            return ErrnoOf(error);
        }
        catch (ObjectDisposedException)
        {
            return -Errno.ConnectionRefused;
        }
    }

    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var result = TrySend(datagram);
        if (result != -Errno.TryAgain || atMost == TimeSpan.Zero)
        {
            return result;
        }

        using var timeout = new CancellationTokenSource(atMost, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _socket.SendAsync(datagram, ending.Token).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return -Errno.TryAgain;
        }
        catch (SocketException e)
        {
            return ErrnoOf(e.SocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
            return -Errno.ConnectionRefused;
        }
    }

    public void Overrun()
    {
        // A Unix socket has no ENOBUFS to tell its reader with.
    }

    public void Dispose() => _socket.Dispose();

    private static int ErrnoOf(SocketError error) => error switch
    {
        SocketError.Success => 0,
        SocketError.WouldBlock or SocketError.TryAgain or SocketError.NoBufferSpaceAvailable => -Errno.TryAgain,
        _ => -Errno.ConnectionRefused,
    };
}
