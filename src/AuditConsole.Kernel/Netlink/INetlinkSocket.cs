namespace AuditConsole.Kernel.Netlink;

/// <summary>What a transport does with a socket: its <see cref="IRequestSocket.Receive"/> waits without end until it is woken.</summary>
internal interface INetlinkSocket : IRequestSocket
{
    /// <summary>Ends the receive under way and every later one with <see cref="ReceivedDatagram.Woken"/>.</summary>
    void Wake();
}

/// <summary>How a receive ended.</summary>
/// <param name="Errno">0, or the errno of the failed call.</param>
/// <param name="Length">The datagram's own length in bytes; more than the buffer holds when it was cut off.</param>
/// <param name="SenderPortId">Port id of the sender; 0 is the kernel.</param>
/// <param name="Woken">The receive was ended by <see cref="INetlinkSocket.Wake"/> and brings nothing.</param>
internal readonly record struct ReceivedDatagram(int Errno, int Length, uint SenderPortId, bool Woken);
