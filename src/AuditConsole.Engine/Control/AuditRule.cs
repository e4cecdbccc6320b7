using System.Buffers.Binary;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary><c>struct audit_rule_data</c> as it arrived, and what the engine can tell from it.</summary>
/// <remarks>
/// Only rules that compare nothing but the message type can decide here: the engine sees no system calls, files or tasks.
/// Source: <c>include/uapi/linux/audit.h</c>; <c>audit_to_entry_common</c> and <c>audit_data_to_entry</c> in <c>kernel/auditfilter.c</c>.
/// </remarks>
internal sealed class AuditRule
{
    /// <summary>Size of the struct without the strings behind it.</summary>
    public const int Size = 1040;

    /// <summary>The list that user messages pass.</summary>
    public const uint UserList = 0;

    /// <summary>The list that keeps record types out.</summary>
    public const uint ExcludeList = 5;

    private const uint Prepend = 0x10;
    private const uint Never = 0;
    private const uint Always = 2;
    private const uint MostFields = 64;
    private const int FieldsOffset = 12 + (64 * sizeof(uint));
    private const int ValuesOffset = FieldsOffset + (64 * sizeof(uint));
    private const int OperatorsOffset = ValuesOffset + (64 * sizeof(uint));
    private const int StringsLengthOffset = OperatorsOffset + (64 * sizeof(uint));
    private const uint MessageTypeField = 12;

    private readonly byte[] _bytes;

    private AuditRule(byte[] bytes)
    {
        _bytes = bytes;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, List);
    }

    public uint List => Word(0) & ~Prepend;

    public bool IsNever => Word(4) == Never;

    public ReadOnlyMemory<byte> Bytes => _bytes;

    private uint FieldCount => Word(8);

    /// <summary>Reads a rule of one of the kernel's lists with an action it still knows; <see langword="null"/> for any other.</summary>
    public static AuditRule? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < Size)
        {
            return null;
        }

        var strings = BinaryPrimitives.ReadUInt32LittleEndian(payload[StringsLengthOffset..]);
        var list = BinaryPrimitives.ReadUInt32LittleEndian(payload) & ~Prepend;
        var action = BinaryPrimitives.ReadUInt32LittleEndian(payload[4..]);
        var fields = BinaryPrimitives.ReadUInt32LittleEndian(payload[8..]);
        return list is (0 or 1 or 4 or 5 or 6 or 7) && action is (Never or Always) && fields <= MostFields && strings <= (uint)(payload.Length - Size)
            ? new AuditRule(payload[..(Size + (int)strings)].ToArray())
            : null;
    }

    public static bool IsPrepended(ReadOnlySpan<byte> payload) => (payload[0] & Prepend) != 0;

    public bool IsSameAs(AuditRule other) => _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <summary>Whether the rule compares message types alone, and this one satisfies it.</summary>
    public bool Matches(AuditMessageType type)
    {
        for (var i = 0; i < FieldCount; i++)
        {
            if (Word(FieldsOffset + (i * sizeof(uint))) != MessageTypeField
                || !Compare((uint)type, Word(OperatorsOffset + (i * sizeof(uint))), Word(ValuesOffset + (i * sizeof(uint)))))
            {
                return false;
            }
        }

        return FieldCount > 0;
    }

    private static bool Compare(uint left, uint comparison, uint right) => comparison switch
    {
        0x40000000 => left == right,
        0x30000000 => left != right,
        0x10000000 => left < right,
        0x50000000 => left <= right,
        0x20000000 => left > right,
        0x60000000 => left >= right,
        0x08000000 => (left & right) != 0,
        0x48000000 => (left & right) == right,
        _ => false,
    };

    private uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));
}
