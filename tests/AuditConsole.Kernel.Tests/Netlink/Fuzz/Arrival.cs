using AuditConsole.Kernel.Netlink;

namespace AuditConsole.Kernel.Tests.Netlink.Fuzz;

/// <summary>What a receive brings: a datagram that may come from anybody and be longer than it says, or an errno.</summary>
internal readonly record struct Arrival(byte[] Bytes, uint Sender = 0, int? Length = null, int Errno = 0)
{
    /// <summary>Whether the transport hands anything on of it, be it a failure.</summary>
    public bool IsHandedOn => Errno is 0 ? Sender == 0 : Errno is Protocol.Errno.NoBufferSpace;

    public ReceivedDatagram Result => new(Errno, Length ?? Bytes.Length, Sender, Woken: false);
}
