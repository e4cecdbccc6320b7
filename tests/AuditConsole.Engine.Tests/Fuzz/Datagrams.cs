using AuditConsole.Protocol;

namespace AuditConsole.Engine.Tests.Fuzz;

/// <summary>Valid messages, and what can be done to them.</summary>
internal static class Datagrams
{
    private const NetlinkFlags Acknowledged = NetlinkFlags.Request | NetlinkFlags.Ack;

    private static readonly uint[] s_edges = [0, 1, 2, 3, 0x7fffffff, 0x80000000, uint.MaxValue, 600_000, 600_001, 0x100, 0x1ff, 0x200];

    /// <summary>Valid messages of every type and field.</summary>
    public static IReadOnlyList<byte[]> Valid { get; } =
    [
        .. new ushort[] { 1000, 1002, 1010, 1013, 1014, 1016, 1019 }.Select(type => Of(type, [])),
        .. new[] { 0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x140, 0x1b, 0x3f }.Select(mask => Of(1001, Status((AuditStatusMask)mask))),
        Of(1018, new AuditFeatures(1, 3, 1, 0).ToBytes()),
        Of(1018, new AuditFeatures(1, 1, 0, 1).ToBytes()),
        Of(1017, [1, 0, 0, 0, 0, 0, 0, 0]),
        Of(1015, [2, 0, 0, 0, 2, 0, 0, 0, (byte)'/', (byte)'a', (byte)'/', (byte)'b']),
        .. new ushort[] { 1005, 1107, 1121, 1124, 2100 }.Select(type => Of(type, "op=fuzz\0"u8.ToArray())),
        Of(1011, Rule()),
        Of(1012, Rule()),
    ];

    /// <summary>A datagram that is valid, damaged or noise.</summary>
    public static byte[] Next(Random random)
    {
        var kind = random.Next(20);
        if (kind == 0)
        {
            var noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            return noise;
        }

        var datagram = Valid[random.Next(Valid.Count)].ToArray();
        switch (kind)
        {
            case 1: // cut off
                return datagram[..random.Next(datagram.Length + 1)];
            case 2: // cut off, and says so
                return WithLength(datagram[..random.Next(16, datagram.Length + 1)]);
            case 3: // a length that is too great, too small or off by a little
                BitConverter.TryWriteBytes(datagram, random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : (uint)(datagram.Length + random.Next(-20, 20)));
                return datagram;
            case 4: // another type
                BitConverter.TryWriteBytes(datagram.AsSpan(4), (ushort)random.Next(990, 1140));
                return datagram;
            case 5: // two in one
                return [.. datagram, .. new byte[((datagram.Length + 3) / 4 * 4) - datagram.Length], .. Valid[random.Next(Valid.Count)]];
            case 6: // longer than it need be
                var tail = new byte[random.Next(1, 40)];
                random.NextBytes(tail);
                return WithLength([.. datagram, .. tail]);
            case 7: // one word of the payload, as an edge value
                if (datagram.Length >= 20)
                {
                    var word = random.Next(16, datagram.Length - 3) & ~3;
                    BitConverter.TryWriteBytes(datagram.AsSpan(word), s_edges[random.Next(s_edges.Length)]);
                }

                return datagram;
            default: // some bits, mostly of the header and the first words
                for (var flips = random.Next(1, 8); flips > 0; flips--)
                {
                    datagram[random.Next(Math.Min(datagram.Length, 80))] ^= (byte)(1 << random.Next(8));
                }

                return datagram;
        }
    }

    private static byte[] Rule()
    {
        var rule = new byte[1040];
        uint[] head = [5, 2, 1];
        Buffer.BlockCopy(head, 0, rule, 0, 12);
        BitConverter.TryWriteBytes(rule.AsSpan(12 + 256), 12u);
        BitConverter.TryWriteBytes(rule.AsSpan(12 + 512), 1131u);
        BitConverter.TryWriteBytes(rule.AsSpan(12 + 768), 0x40000000u);
        return rule;
    }

    private static byte[] Status(AuditStatusMask mask) => new AuditStatus
    {
        Mask = mask,
        Enabled = 1,
        Failure = 1,
        RateLimit = 0,
        BacklogLimit = 64,
        BacklogWaitTime = 60_000,
    }.ToBytes(48);

    private static byte[] Of(ushort type, ReadOnlySpan<byte> payload) => NetlinkMessage.Build((AuditMessageType)type, Acknowledged, 7, payload);

    private static byte[] WithLength(byte[] datagram)
    {
        BitConverter.TryWriteBytes(datagram, (uint)datagram.Length);
        return datagram;
    }
}
