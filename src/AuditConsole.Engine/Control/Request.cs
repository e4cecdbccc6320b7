using AuditConsole.Engine.Connections;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>One message of a datagram, as it is handled.</summary>
internal sealed class Request(NetlinkHeader header, ReadOnlyMemory<byte> payload, IPeer sender)
{
    public NetlinkHeader Header => header;

    public ReadOnlyMemory<byte> Payload => payload;

    public IPeer Sender => sender;

    /// <summary>Whether an acknowledgement is wanted and has not been sent.</summary>
    public bool WantsAck { get; private set; } = (header.Flags & NetlinkFlags.Ack) != 0;

    /// <summary>Acknowledges now, before what the request does can be seen.</summary>
    public void AcknowledgeEarly()
    {
        if (WantsAck)
        {
            WantsAck = false;
            Reply(AckMessage.Build(0, header, payload.Span, sender));
        }
    }

    /// <summary>Acknowledges a result that was asked for, or is not 0.</summary>
    public void Acknowledge(int result)
    {
        if (WantsAck || result != 0)
        {
            Reply(AckMessage.Build(result, header, payload.Span, sender));
        }
    }

    /// <summary>Sends without waiting; a reply that finds no room is dropped, and the receiver is told.</summary>
    public void Reply(ReadOnlyMemory<byte> datagram)
    {
        if (sender.TrySend(datagram) != 0)
        {
            sender.Overrun();
        }
    }
}
