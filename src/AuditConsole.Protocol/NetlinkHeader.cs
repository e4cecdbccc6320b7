using System.Buffers.Binary;

namespace AuditConsole.Protocol;

/// <summary><c>struct nlmsghdr</c>: the 16 bytes before every netlink payload, in host byte order.</summary>
/// <param name="Length">Header and payload, in bytes. Records for a registered auditd leave the header out of it.</param>
/// <param name="Type">What the payload is.</param>
/// <param name="Flags">Request and reply flags.</param>
/// <param name="Sequence">The request's number, repeated in its replies; 0 on records.</param>
/// <param name="PortId">The port of the socket an acknowledgement is for; 0 in requests and on records.</param>
public readonly record struct NetlinkHeader(uint Length, AuditMessageType Type, NetlinkFlags Flags, uint Sequence, uint PortId)
{
    /// <summary>Size of the header in bytes.</summary>
    public const int Size = 16;

    /// <summary>Reads the header at the start of <paramref name="source"/>.</summary>
    /// <exception cref="AuditProtocolException">There are fewer than 16 bytes.</exception>
    public static NetlinkHeader Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < Size)
        {
            throw new AuditProtocolException($"A netlink message needs a header of {Size} bytes; {source.Length} arrived.");
        }

        return new NetlinkHeader(
            BinaryPrimitives.ReadUInt32LittleEndian(source),
            (AuditMessageType)BinaryPrimitives.ReadUInt16LittleEndian(source[4..]),
            (NetlinkFlags)BinaryPrimitives.ReadUInt16LittleEndian(source[6..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(source[12..]));
    }

    /// <summary>Writes the header to the start of <paramref name="destination"/>, which holds at least 16 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Length);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], (ushort)Type);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], PortId);
    }
}
