using System.Buffers.Binary;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary><c>struct audit_rule_data</c> as it arrived, and what the engine can tell from it.</summary>
/// <remarks>
/// Only rules that compare nothing but the message type can decide here: the engine sees no system calls, files or tasks.
/// Source: <c>include/uapi/linux/audit.h</c>; <c>audit_to_entry_common</c>, <c>audit_data_to_entry</c> and <c>audit_field_valid</c> in <c>kernel/auditfilter.c</c>.
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
    private const uint KeyField = 210;
    private const uint LongestKey = 256;
    private const uint Equal = 0x40000000;
    private const uint NotEqual = 0x30000000;
    private const uint Less = 0x10000000;
    private const uint LessOrEqual = 0x50000000;
    private const uint Greater = 0x20000000;
    private const uint GreaterOrEqual = 0x60000000;
    private const uint AnyBit = 0x08000000;
    private const uint AllBits = 0x48000000;

    private static readonly uint[] s_operators = [Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, AnyBit, AllBits];
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

        var list = BinaryPrimitives.ReadUInt32LittleEndian(payload) & ~Prepend;
        var action = BinaryPrimitives.ReadUInt32LittleEndian(payload[4..]);
        var fields = BinaryPrimitives.ReadUInt32LittleEndian(payload[8..]);
        if (list is not (0 or 1 or 4 or 5 or 6 or 7) || action is not (Never or Always) || fields > MostFields)
        {
            return null;
        }

        var rule = new AuditRule(payload.ToArray());
        return rule.LengthOfStrings() is { } strings ? rule.Keep((int)strings) : null;
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

    // What the kernel asks of a field before it looks at its value, which the engine has no use for. The value of a field that has a
    // string is the string's length; the strings stand behind the struct one after another.
    private uint? LengthOfStrings()
    {
        var available = (uint)(_bytes.Length - Size);
        var strings = 0u;
        for (var i = 0; i < FieldCount; i++)
        {
            var field = Word(FieldsOffset + (i * sizeof(uint)));
            var isKnown = field is <= 26 or (>= 100 and <= 113) or (>= 200 and <= 203) or KeyField;
            var isOnItsList = field != MessageTypeField || List is UserList or ExcludeList;
            if (!isKnown || !isOnItsList || Array.IndexOf(s_operators, Word(OperatorsOffset + (i * sizeof(uint)))) < 0)
            {
                return null;
            }

            if (field is (>= 13 and <= 17) or (>= 19 and <= 23) or 105 or 107 or 112 or KeyField)
            {
                var length = Word(ValuesOffset + (i * sizeof(uint)));
                if (length == 0 || length > available - strings || (field == KeyField && length > LongestKey))
                {
                    return null;
                }

                strings += length;
            }
        }

        return strings;
    }

    // What the list of rules will show: the fields that count and the strings that belong to one.
    private AuditRule Keep(int strings)
    {
        var kept = new AuditRule(_bytes[..(Size + strings)]);
        foreach (var offset in (ReadOnlySpan<int>)[FieldsOffset, ValuesOffset, OperatorsOffset])
        {
            kept._bytes.AsSpan(offset + ((int)FieldCount * sizeof(uint)), ((int)MostFields - (int)FieldCount) * sizeof(uint)).Clear();
        }

        BinaryPrimitives.WriteInt32LittleEndian(kept._bytes.AsSpan(StringsLengthOffset), strings);
        return kept;
    }

    private static bool Compare(uint left, uint comparison, uint right) => comparison switch
    {
        Equal => left == right,
        NotEqual => left != right,
        Less => left < right,
        LessOrEqual => left <= right,
        Greater => left > right,
        GreaterOrEqual => left >= right,
        AnyBit => (left & right) != 0,
        AllBits => (left & right) == right,
        _ => false,
    };

    private uint Word(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));
}
