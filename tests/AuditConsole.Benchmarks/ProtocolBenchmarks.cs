using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AuditConsole.Protocol;
using BenchmarkDotNet.Attributes;

namespace AuditConsole.Benchmarks;

/// <summary>What each AUDIT_GET costs to read, against a cast of the bytes to the kernel's struct.</summary>
/// <remarks>The cast accepts one length only, on little-endian machines only, and cannot tell an absent field from 0.</remarks>
public class StatusBenchmarks
{
    private readonly byte[] _status = new AuditStatus
    {
        Enabled = 1,
        Failure = 1,
        Pid = 612,
        BacklogLimit = 8192,
        Lost = 17,
        Backlog = 73,
        FeatureBitmap = 0x7f,
        BacklogWaitTime = 60_000,
        BacklogWaitTimeActual = 12,
        BacklogMaxDepth = 364,
    }.ToBytes(AuditStatus.PatchedSize);

    [Benchmark(Baseline = true)]
    public uint CastToStruct()
    {
        var status = MemoryMarshal.Cast<byte, RawStatus>(_status)[0];
        return status.Backlog + status.BacklogLimit + status.Lost + status.BacklogMaxDepth;
    }

    [Benchmark]
    public uint Parse()
    {
        var status = AuditStatus.Parse(_status);
        return status.Backlog + status.BacklogLimit + status.Lost + (status.BacklogMaxDepth ?? 0);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct RawStatus
    {
        public readonly uint Mask, Enabled, Failure, Pid, RateLimit, BacklogLimit, Lost, Backlog, FeatureBitmap, BacklogWaitTime, BacklogWaitTimeActual, BacklogMaxDepth;
    }
}

/// <summary>What the answer to a read-and-clear costs to read, against reading its first four bytes without any check.</summary>
public class AckBenchmarks
{
    private readonly byte[] _payload = Payload();

    [Benchmark(Baseline = true)]
    public int FirstFourBytes() => BinaryPrimitives.ReadInt32LittleEndian(_payload);

    [Benchmark]
    public uint Decode() => NetlinkAck.Parse(_payload).ValueFor(AuditStatusMask.BacklogMaxDepth);

    private static byte[] Payload()
    {
        var payload = new byte[sizeof(int) + NetlinkHeader.Size];
        BinaryPrimitives.WriteInt32LittleEndian(payload, 364);
        new NetlinkHeader(64, AuditMessageType.Set, NetlinkFlags.Request | NetlinkFlags.Ack, 7, 0).Write(payload.AsSpan(sizeof(int)));
        return payload;
    }
}
