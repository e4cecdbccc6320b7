using System.Buffers.Binary;
using System.Text;

namespace AuditConsole.Kernel.Probe.Btf;

/// <summary>The kernel's description of its own types, as far as a probe needs it: ids of functions and places of struct members.</summary>
/// <remarks>
/// <para>Immutable and thread-safe. A damaged image gives an <see cref="InvalidDataException"/> that says what is wrong, never anything else.</para>
/// <para>Source: <c>include/uapi/linux/btf.h</c> and <c>Documentation/bpf/btf.rst</c>.</para>
/// </remarks>
internal sealed class BtfImage
{
    /// <summary>Where the running kernel shows its own.</summary>
    public const string KernelPath = "/sys/kernel/btf/vmlinux";

    /// <summary>The largest image that is read, in bytes; those of distributions have about 6 MiB.</summary>
    public const int MostBytes = 64 << 20;

    private const ushort Magic = 0xEB9F;
    private const byte Version = 1;
    private const int HeaderSize = 24;
    private const int MemberSize = 12;
    private const int DeepestNesting = 8;

    private readonly ReadOnlyMemory<byte> _strings;
    private readonly ReadOnlyMemory<byte> _types;

    // By type id; id 0 is void and has no bytes.
    private readonly List<int> _offsets = [-1];

    private BtfImage(ReadOnlyMemory<byte> types, ReadOnlyMemory<byte> strings)
    {
        _types = types;
        _strings = strings;
        var offset = 0;
        while (offset < types.Length)
        {
            _offsets.Add(offset);
            offset += SizeAt(offset);
        }
    }

    /// <summary>Reads an image. The bytes must not change afterwards.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a format this reader does not know.</exception>
    public static BtfImage Parse(ReadOnlyMemory<byte> image)
    {
        var bytes = image.Span;
        Require(bytes.Length is >= HeaderSize and <= MostBytes, $"it has {bytes.Length} bytes, accepted are {HeaderSize} to {MostBytes}");
        var magic = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        Require(magic == Magic, $"it begins with 0x{magic:X4}, accepted is 0x{Magic:X4} in this machine's byte order");
        Require(bytes[2] == Version, $"its version is {bytes[2]}, accepted is {Version}");
        var header = WordAt(bytes, 4);
        Require(header is >= HeaderSize && header <= bytes.Length, $"its header claims {header} bytes of {bytes.Length}");
        var types = Section(image, header, WordAt(bytes, 8), WordAt(bytes, 12), "type");
        var strings = Section(image, header, WordAt(bytes, 16), WordAt(bytes, 20), "string");
        Require(strings.Length > 0 && strings.Span[^1] == 0, "its string section does not end with a zero byte");
        return new BtfImage(types, strings);
    }

    /// <summary>The id of the first function of that name; <see langword="null"/> where there is none.</summary>
    public uint? FunctionId(string name)
    {
        var wanted = Encoding.UTF8.GetBytes(name);
        for (var id = 1; id < _offsets.Count; id++)
        {
            if (TypeAt(_offsets[id]) is { Kind: BtfKind.Function } type && Named(type.NameOffset, wanted))
            {
                return (uint)id;
            }
        }

        return null;
    }

    /// <summary>Where a member begins within a struct, in bytes, also when it is in an unnamed struct or union of it.</summary>
    /// <returns><see langword="null"/> where no struct of that name has the member, or it is a bit field.</returns>
    public int? MemberOffset(string structure, string member)
    {
        var wanted = Encoding.UTF8.GetBytes(structure);
        var name = Encoding.UTF8.GetBytes(member);
        for (var id = 1; id < _offsets.Count; id++)
        {
            if (TypeAt(_offsets[id]) is { Kind: BtfKind.Struct } type && Named(type.NameOffset, wanted)
                && MemberBits(id, name, DeepestNesting) is { } bits)
            {
                return bits % 8 == 0 && bits / 8 <= int.MaxValue ? (int)(bits / 8) : null;
            }
        }

        return null;
    }

    private long? MemberBits(int id, ReadOnlySpan<byte> name, int nesting)
    {
        var type = TypeAt(_offsets[id]);
        for (var entry = 0; entry < type.Entries; entry++)
        {
            var member = _types.Span[(_offsets[id] + BtfType.Size + (entry * MemberSize))..];
            var place = WordAt(member, 8);
            var isBitField = type.HasBitFields && place >> 24 != 0;
            var bits = type.HasBitFields ? place & 0xFFFFFF : place;
            if (Named(WordAt(member, 0), name))
            {
                return isBitField ? null : bits;
            }

            if (WordAt(member, 0) == 0 && nesting > 0 && IsComposite(WordAt(member, 4))
                && MemberBits((int)WordAt(member, 4), name, nesting - 1) is { } inner)
            {
                return bits + inner;
            }
        }

        return null;
    }

    private bool IsComposite(uint id) => id != 0 && id < _offsets.Count && TypeAt(_offsets[(int)id]).Kind is BtfKind.Struct or BtfKind.Union;

    private int SizeAt(int offset)
    {
        var left = _types.Length - offset;
        if (left < BtfType.Size)
        {
            throw Unusable($"its type section ends {left} bytes into type {_offsets.Count - 1}");
        }

        var type = TypeAt(offset);
        var size = BtfType.Size + (type.TailSize
            ?? throw Unusable($"type {_offsets.Count - 1} is of kind {(int)type.Kind}, accepted are 1 to {(int)BtfKind.Enum64}"));
        return size <= left ? size : throw Unusable($"type {_offsets.Count - 1} claims {size} bytes where {left} are left");
    }

    private BtfType TypeAt(int offset) => new(WordAt(_types.Span, offset), WordAt(_types.Span, offset + 4));

    private bool Named(uint offset, ReadOnlySpan<byte> name) =>
        offset < _strings.Length && _strings.Length - offset > name.Length
        && _strings.Span.Slice((int)offset, name.Length).SequenceEqual(name) && _strings.Span[(int)offset + name.Length] == 0;

    private static ReadOnlyMemory<byte> Section(ReadOnlyMemory<byte> image, uint header, uint offset, uint length, string name)
    {
        var end = (ulong)header + offset + length;
        Require(end <= (ulong)image.Length, $"its {name} section ends at byte {end} of {image.Length}");
        return image.Slice((int)(header + offset), (int)length);
    }

    private static uint WordAt(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Unusable(otherwise);
        }
    }

    private static InvalidDataException Unusable(string reason) => new($"The BTF image cannot be used: {reason}.");
}
