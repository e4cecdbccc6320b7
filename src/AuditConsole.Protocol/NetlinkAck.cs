using System.Buffers.Binary;

namespace AuditConsole.Protocol;

/// <summary><c>struct nlmsgerr</c>: how a request ended, and the header of that request.</summary>
/// <param name="Error">
/// 0 done; −4095 to −1 an errno; anything else the old value of a counter that a read-and-clear returned.
/// </param>
/// <param name="Request">The header of the acknowledged request.</param>
/// <remarks>
/// An acknowledgement is 36 bytes when the kernel caps it, and repeats the request's payload otherwise; attributes may follow.
/// Neither says anything more, so both are skipped. Source: <c>netlink_ack</c> in <c>net/netlink/af_netlink.c</c>.
/// </remarks>
public readonly record struct NetlinkAck(int Error, NetlinkHeader Request)
{
    private const int LargestErrno = 4095;
    private const AuditStatusMask ValueMasks =
        AuditStatusMask.Lost | AuditStatusMask.BacklogWaitTimeActual | AuditStatusMask.BacklogMaxDepth;

    /// <summary>The errno, positive; 0 when the request was not refused.</summary>
    public int Errno => Error is < 0 and >= -LargestErrno ? -Error : 0;

    /// <summary>Reads an acknowledgement of 20 payload bytes or more.</summary>
    /// <exception cref="AuditProtocolException">There are fewer bytes.</exception>
    public static NetlinkAck Parse(ReadOnlySpan<byte> payload)
    {
        const int Size = sizeof(int) + NetlinkHeader.Size;
        if (payload.Length < Size)
        {
            throw new AuditProtocolException($"An acknowledgement has at least {Size} bytes; {payload.Length} arrived.");
        }

        return new NetlinkAck(BinaryPrimitives.ReadInt32LittleEndian(payload), NetlinkHeader.Read(payload[sizeof(int)..]));
    }

    /// <summary>The value that a read-and-clear returned, or 0 for a request that returns none.</summary>
    /// <param name="mask">The mask of the request this acknowledges.</param>
    /// <remarks>
    /// A counter is a u32 passed through a C int, so 2^31 and more arrive negative and are turned back. The last 4,095 values
    /// below 2^32 cannot be told from an errno and are taken for one.
    /// </remarks>
    /// <exception cref="AuditRefusedException">The error is an errno.</exception>
    /// <exception cref="AuditProtocolException">A request that returns no value was answered with one.</exception>
    public uint ValueFor(AuditStatusMask mask)
    {
        if (Errno != 0)
        {
            throw new AuditRefusedException(Request.Type, Errno);
        }

        if (Error == 0 || (mask & ValueMasks) == mask && IsSingleBit(mask))
        {
            return unchecked((uint)Error);
        }

        throw new AuditProtocolException(
            $"The acknowledgement of {Request.Type} with mask 0x{(uint)mask:x} carries {Error}; only a read-and-clear returns a value.");
    }

    private static bool IsSingleBit(AuditStatusMask mask) => mask != 0 && (mask & (mask - 1)) == 0;
}
