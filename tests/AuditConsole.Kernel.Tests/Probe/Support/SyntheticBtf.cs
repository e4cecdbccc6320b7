using System.Buffers.Binary;
using System.Text;
using AuditConsole.Kernel.Probe.Btf;

namespace AuditConsole.Kernel.Tests.Probe.Support;

/// <summary>Writes a BTF image type by type.</summary>
internal sealed class SyntheticBtf
{
    private readonly List<byte> _types = [];
    private readonly List<byte> _strings = [0];
    private uint _last;

    /// <summary>One that has all that a probe looks for.</summary>
    public static byte[] Complete()
    {
        var btf = new SyntheticBtf();
        var number = btf.Add("unsigned int", BtfKind.Int, 4, [32]);
        var pointer = btf.Add("", BtfKind.Pointer, 0, []);
        var list = btf.Struct("sk_buff_list", BtfKind.Struct, 16, [("next", pointer, 0), ("prev", pointer, 64)]);
        var both = btf.Struct("", BtfKind.Union, 16, [("list", list, 0)]);
        btf.Struct("sk_buff_head", BtfKind.Struct, 24, [("", both, 0), ("qlen", number, 128), ("lock", number, 160)]);
        var prototype = btf.Add("", BtfKind.FunctionPrototype, 0, [0, number], entries: 1);
        btf.Add("kauditd_send_queue", BtfKind.Function, prototype, []);
        btf.Add("kauditd_send_multicast_skb", BtfKind.Function, prototype, []);
        btf.Add("audit_log_lost", BtfKind.Function, prototype, []);
        btf.Add("audit_log_end", BtfKind.Function, prototype, []);
        return btf.Build();
    }

    public uint Struct(string name, BtfKind kind, uint size, (string Name, uint Type, uint Place)[] members, bool bitFields = false)
    {
        var tail = members.SelectMany(m => new[] { Text(m.Name), m.Type, m.Place }).ToArray();
        return Add(name, kind, size, tail, members.Length, bitFields);
    }

    public uint Add(string name, BtfKind kind, uint sizeOrType, uint[] tail, int entries = 0, bool flag = false)
    {
        uint[] head = [Text(name), (uint)entries | (uint)kind << 24 | (flag ? 1u << 31 : 0), sizeOrType];
        foreach (var word in head.Concat(tail))
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, word);
            _types.AddRange(bytes);
        }

        return ++_last;
    }

    public byte[] Build()
    {
        var image = new byte[24 + _types.Count + _strings.Count];
        BinaryPrimitives.WriteUInt16LittleEndian(image, 0xEB9F);
        image[2] = 1;
        uint[] header = [24, 0, (uint)_types.Count, (uint)_types.Count, (uint)_strings.Count];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(4 + (4 * i)), header[i]);
        }

        _types.CopyTo(image, 24);
        _strings.CopyTo(image, 24 + _types.Count);
        return image;
    }

    private uint Text(string name)
    {
        if (name.Length == 0)
        {
            return 0;
        }

        var at = (uint)_strings.Count;
        _strings.AddRange(Encoding.ASCII.GetBytes(name));
        _strings.Add(0);
        return at;
    }
}
