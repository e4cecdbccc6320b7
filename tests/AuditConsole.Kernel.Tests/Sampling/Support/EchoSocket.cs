using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Sampling.Support;

/// <summary>A kernel that answers each request with the same status and makes no object of its own.</summary>
internal sealed class EchoSocket(uint backlog) : IRequestSocket
{
    private readonly byte[] _reply = AnsweringSocket.Status(0, backlog);

    public int Send(ReadOnlySpan<byte> datagram)
    {
        var sequence = NetlinkHeader.Read(datagram).Sequence;
        (NetlinkHeader.Read(_reply) with { Sequence = sequence }).Write(_reply);
        return 0;
    }

    public ReceivedDatagram Receive(Span<byte> buffer)
    {
        _reply.CopyTo(buffer);
        return new ReceivedDatagram(0, _reply.Length, 0, Woken: false);
    }

    public void Dispose()
    {
    }
}
