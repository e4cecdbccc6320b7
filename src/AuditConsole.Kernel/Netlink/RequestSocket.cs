namespace AuditConsole.Kernel.Netlink;

/// <summary>A socket of the audit netlink family for one thread that asks and waits for the answer, two system calls in all.</summary>
/// <remarks><see cref="Receive"/> ends with EAGAIN once its time is over. Disposing may happen at any time, on another thread.</remarks>
internal sealed class RequestSocket : IRequestSocket
{
    private const int ReceiveBuffer = 64 * 1024;
    private readonly NetlinkHandle _socket;

    private RequestSocket(NetlinkHandle socket) => _socket = socket;

    /// <param name="receiveTimeout">The longest a receive waits, to the microsecond.</param>
    public static RequestSocket Open(TimeSpan receiveTimeout)
    {
        var socket = AuditSocket.Open(groups: 0, ReceiveBuffer);
        try
        {
            var timeout = TimeValue.Of(receiveTimeout);
            AuditSocket.Check(NetlinkStep.SetReceiveTimeout, LibC.SetSocketOption(socket, LibC.SolSocket, LibC.SoReceiveTimeout, timeout, TimeValue.Size) < 0);
            return new RequestSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public int Send(ReadOnlySpan<byte> datagram) => AuditSocket.Send(_socket, datagram);

    public ReceivedDatagram Receive(Span<byte> buffer) => AuditSocket.Receive(_socket, buffer, flags: 0);

    /// <summary>Closes the socket as soon as no call is inside it; a send that the kernel holds closes it on return.</summary>
    public void Dispose() => _socket.Dispose();
}
