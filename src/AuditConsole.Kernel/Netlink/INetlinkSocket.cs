namespace AuditConsole.Kernel.Netlink;

/// <summary>The three things a transport does with a socket. Both calls block and report an errno instead of throwing.</summary>
internal interface INetlinkSocket : IDisposable
{
    /// <summary>Hands a datagram to the kernel. May sleep uninterruptibly for up to <c>backlog_wait_time</c>.</summary>
    /// <returns>0, or the errno.</returns>
    int Send(ReadOnlySpan<byte> datagram);

    /// <summary>Waits for a datagram, a failure or <see cref="Wake"/>.</summary>
    ReceivedDatagram Receive(Span<byte> buffer);

    /// <summary>Ends the <see cref="Receive"/> under way and every later one with <see cref="ReceivedDatagram.Woken"/>.</summary>
    void Wake();
}

/// <summary>How a receive ended.</summary>
/// <param name="Errno">0, or the errno of the failed call.</param>
/// <param name="Length">The datagram's own length in bytes; more than the buffer holds when it was cut off.</param>
/// <param name="SenderPortId">Port id of the sender; 0 is the kernel.</param>
/// <param name="Woken">The receive was ended by <see cref="INetlinkSocket.Wake"/> and brings nothing.</param>
internal readonly record struct ReceivedDatagram(int Errno, int Length, uint SenderPortId, bool Woken);
