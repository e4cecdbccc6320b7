using System.Buffers.Binary;

namespace AuditConsole.Protocol;

/// <summary><c>struct audit_features</c>: two switches about login ids and whether they are locked.</summary>
/// <param name="Version">Version of the struct, 1.</param>
/// <param name="Mask">Which bits a request means; all ones in replies.</param>
/// <param name="Features">Bit 0 <c>only_unset_loginuid</c>, bit 1 <c>loginuid_immutable</c>.</param>
/// <param name="Lock">The same bits: which are locked until the next boot.</param>
/// <remarks>Source: <c>include/uapi/linux/audit.h</c>.</remarks>
public readonly record struct AuditFeatures(uint Version, uint Mask, uint Features, uint Lock)
{
    /// <summary>Size of the struct in bytes.</summary>
    public const int Size = 16;

    private const uint LoginUidImmutableBit = 1 << 1;

    /// <summary>Whether a task's login id can be set only once.</summary>
    public bool LoginUidImmutable => (Features & LoginUidImmutableBit) != 0;

    /// <summary>Whether <see cref="LoginUidImmutable"/> stays as it is until the next boot.</summary>
    public bool LoginUidImmutableLocked => (Lock & LoginUidImmutableBit) != 0;

    /// <summary>Reads the struct; bytes beyond it are ignored.</summary>
    /// <exception cref="AuditProtocolException">There are fewer than 16 bytes.</exception>
    public static AuditFeatures Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Size)
        {
            throw new AuditProtocolException($"Audit features have {Size} bytes; {payload.Length} arrived.");
        }

        return new AuditFeatures(
            BinaryPrimitives.ReadUInt32LittleEndian(payload),
            BinaryPrimitives.ReadUInt32LittleEndian(payload[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(payload[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(payload[12..]));
    }

    /// <summary>The struct as bytes.</summary>
    public byte[] ToBytes()
    {
        var payload = new byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(payload, Version);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(4), Mask);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(8), Features);
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(12), Lock);
        return payload;
    }
}
