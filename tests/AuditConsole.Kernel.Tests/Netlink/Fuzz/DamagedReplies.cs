using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Netlink.Fuzz;

/// <summary>What a kernel could send for a request, and what can be done to it.</summary>
internal static class DamagedReplies
{
    private static readonly uint[] s_edges = [0, 1, 15, 16, 17, 0x7fffffff, 0x80000000, 0xfffff001, uint.MaxValue];

    /// <summary>Something that arrives while a request is under way: hardly ever its answer.</summary>
    public static Arrival Next(Random random, NetlinkMessage request)
    {
        var datagram = Valid(random, request);
        return random.Next(20) switch
        {
            0 => new Arrival(Noise(random)),
            1 => new Arrival(datagram[..random.Next(datagram.Length + 1)]),
            2 => new Arrival(WithLength(datagram[..random.Next(Math.Min(NetlinkHeader.Size, datagram.Length), datagram.Length + 1)])),
            3 => new Arrival(Lying(random, datagram)),
            4 => new Arrival([.. datagram, .. new byte[((datagram.Length + 3) / 4 * 4) - datagram.Length], .. Valid(random, request)]),
            5 => new Arrival([.. datagram, .. Noise(random)]),
            6 => new Arrival(datagram, Sender: (uint)random.NextInt64(1, 1L << 32)),
            7 => new Arrival(datagram, Length: ReceiverThread.LargestDatagram + random.Next(1, 1000)),
            8 => new Arrival([], Errno: random.GetItems([Errno.Interrupted, Errno.TryAgain, Errno.NoBufferSpace], 1)[0]),
            9 => new Arrival(Edge(random, datagram)),
            _ => new Arrival(Flipped(random, datagram)),
        };
    }

    private static byte[] Valid(Random random, NetlinkMessage request)
    {
        var sequence = random.Next(3) == 0 ? (uint)random.NextInt64(1L << 32) : request.Header.Sequence;
        var status = new AuditStatus { Enabled = 1, BacklogLimit = 8192, Backlog = (uint)random.Next(9000), BacklogWaitTime = 15000 };
        return random.Next(6) switch
        {
            0 => NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, sequence, status.ToBytes(random.GetItems([32, 40, 44, 48], 1)[0])),
            1 => NetlinkMessage.Build(AuditMessageType.GetFeature, NetlinkFlags.None, sequence, new AuditFeatures(1, uint.MaxValue, 3, 3).ToBytes()),
            2 => Record(random, "op=set audit_backlog_limit=64 old=8192 auid=1000 ses=3 res=1"),
            3 => Record(random, "arch=c000003e syscall=257 success=no exit=-13 comm=\"cat\" exe=\"/usr/bin/cat\""),
            _ => Ack(request, sequence, random.Next(3) == 0 ? random.Next(-5000, 5000) : 0),
        };
    }

    /// <summary>An acknowledgement of a request, capped as the kernel caps it.</summary>
    public static byte[] Ack(NetlinkMessage request, uint sequence, int error)
    {
        var payload = new byte[sizeof(int) + NetlinkHeader.Size];
        BitConverter.TryWriteBytes(payload, error);
        (request.Header with { Sequence = sequence }).Write(payload.AsSpan(sizeof(int)));
        return NetlinkMessage.Build(AuditMessageType.Error, NetlinkFlags.Capped, sequence, payload);
    }

    private static byte[] Record(Random random, string text)
    {
        var record = NetlinkMessage.Build(
            AuditMessageType.ConfigChange, NetlinkFlags.None, 0, System.Text.Encoding.ASCII.GetBytes($"audit({random.NextInt64(1L << 40)}.{random.Next(2000)}:{random.Next()}): {text}"));
        // To a registered auditd the kernel leaves the header out of the length.
        return random.Next(2) == 0 ? record : WithLength(record, record.Length - NetlinkHeader.Size);
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Lying(Random random, byte[] datagram) =>
        WithLength(datagram, random.Next(3) == 0 ? random.Next() : datagram.Length + random.Next(-20, 20));

    private static byte[] Edge(Random random, byte[] datagram)
    {
        BitConverter.TryWriteBytes(datagram.AsSpan(random.Next(datagram.Length - 3) & ~3), random.GetItems(s_edges, 1)[0]);
        return datagram;
    }

    private static byte[] Flipped(Random random, byte[] datagram)
    {
        for (var flips = random.Next(1, 8); flips > 0; flips--)
        {
            datagram[random.Next(datagram.Length)] ^= (byte)(1 << random.Next(8));
        }

        return datagram;
    }

    private static byte[] WithLength(byte[] datagram, int? length = null)
    {
        if (datagram.Length >= sizeof(int))
        {
            BitConverter.TryWriteBytes(datagram, length ?? datagram.Length);
        }

        return datagram;
    }
}
