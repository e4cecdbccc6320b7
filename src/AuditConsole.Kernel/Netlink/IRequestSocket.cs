namespace AuditConsole.Kernel.Netlink;

/// <summary>A socket that datagrams go into and come out of. Both calls block and report an errno instead of throwing.</summary>
internal interface IRequestSocket : IDisposable
{
    /// <summary>Hands a datagram to the kernel. May sleep uninterruptibly for up to <c>backlog_wait_time</c>.</summary>
    /// <returns>0, or the errno.</returns>
    int Send(ReadOnlySpan<byte> datagram);

    /// <summary>Waits for a datagram, for a failure, or for what else ends a wait on this socket.</summary>
    ReceivedDatagram Receive(Span<byte> buffer);
}
