namespace AuditConsole.Protocol;

/// <summary>One netlink message: its header and the bytes after it.</summary>
/// <param name="Header">The header as it was sent.</param>
/// <param name="Payload">What follows the header within the message.</param>
public readonly record struct NetlinkMessage(NetlinkHeader Header, ReadOnlyMemory<byte> Payload)
{
    private const int Alignment = 4;

    /// <summary>Builds a whole datagram of one message.</summary>
    public static byte[] Build(AuditMessageType type, NetlinkFlags flags, uint sequence, ReadOnlySpan<byte> payload, uint portId = 0)
    {
        var datagram = new byte[NetlinkHeader.Size + payload.Length];
        new NetlinkHeader((uint)datagram.Length, type, flags, sequence, portId).Write(datagram);
        payload.CopyTo(datagram.AsSpan(NetlinkHeader.Size));
        return datagram;
    }

    /// <summary>Splits a datagram into its messages.</summary>
    /// <remarks>
    /// The kernel leaves the 16 header bytes out of the length of a record for a registered auditd. A header whose length is
    /// 16 short of the datagram, and not an acknowledgement or a reply, is such a record.
    /// </remarks>
    /// <exception cref="AuditProtocolException">A header is cut off, or its length does not fit the datagram.</exception>
    public static IReadOnlyList<NetlinkMessage> Split(ReadOnlyMemory<byte> datagram)
    {
        var messages = new List<NetlinkMessage>(1);
        var rest = datagram;
        do
        {
            var header = NetlinkHeader.Read(rest.Span);
            var length = IsAuditdRecord(header, rest.Length) ? (uint)rest.Length : header.Length;
            if (length < NetlinkHeader.Size || length > rest.Length)
            {
                throw new AuditProtocolException(
                    $"A netlink header says {header.Length} bytes where {rest.Length} are left; accepted are {NetlinkHeader.Size} to {rest.Length}.");
            }

            messages.Add(new NetlinkMessage(header, rest[NetlinkHeader.Size..(int)length]));
            var next = (length + Alignment - 1) & ~(uint)(Alignment - 1);
            rest = next >= rest.Length ? default : rest[(int)next..];
        }
        while (!rest.IsEmpty);

        return messages;
    }

    private static bool IsAuditdRecord(NetlinkHeader header, int available) =>
        header.Type > AuditMessageType.GetFeature && header.Sequence == 0 && header.Length + NetlinkHeader.Size == available;
}
