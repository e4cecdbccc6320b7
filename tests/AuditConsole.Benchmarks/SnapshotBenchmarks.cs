using System.Text.Json;
using AuditConsole.Api;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using BenchmarkDotNet.Attributes;

namespace AuditConsole.Benchmarks;

/// <summary>What it costs to write one snapshot as JSON, as it is done for each viewer, against the serializer's defaults.</summary>
public class SnapshotBenchmarks
{
    private readonly StatusPayload _snapshot = new()
    {
        At = new DateTimeOffset(2026, 11, 22, 14, 30, 0, 100, TimeSpan.Zero),
        Source = HostSource.Kernel,
        Tier = Tier.Kernel,
        Enabled = 1,
        Failure = 1,
        Pid = 612,
        BacklogLimit = 8192,
        Backlog = 73,
        BacklogWaitTime = 60_000,
        BacklogWaitTimeActual = 12,
        BacklogMaxDepth = 364,
        BacklogMaxDepthSince = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero),
        BacklogMaxDepthSource = 91,
        Headroom = 7828,
        Utilization = 0.044,
        Hz = 1000,
    };

    [Benchmark(Baseline = true)]
    public int DefaultJson() => JsonSerializer.SerializeToUtf8Bytes(_snapshot).Length;

    [Benchmark]
    public int SnapshotJson() => JsonSerializer.SerializeToUtf8Bytes(_snapshot, ApiJson.Options).Length;
}
