using AuditConsole.Benchmarks.Queues;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;
using BenchmarkDotNet.Attributes;

namespace AuditConsole.Benchmarks;

/// <summary>One record through the main queue on one thread, against the library's queues. Several threads are for <c>--queues</c>.</summary>
public class QueueBenchmarks
{
    private const int Limit = 8192;

    private readonly QueuedRecord _record = new(AuditMessageType.Syscall, 1, 1, "arch=c000003e"u8.ToArray());
    private BareConcurrentQueue _bare = new();
    private BoundedChannel _channel = new(Limit);
    private BacklogQueueUnmarked _unmarked = new(Limit);
    private BacklogQueueMarked _exact = new(MarkMode.Exact, Limit);
    private BacklogQueueMarked _kernel = new(MarkMode.Kernel, Limit);

    [Benchmark(Baseline = true)]
    public ulong BareConcurrentQueue() => Pass(ref _bare);

    [Benchmark]
    public ulong BoundedChannel() => Pass(ref _channel);

    [Benchmark]
    public ulong BacklogQueueWithoutMark() => Pass(ref _unmarked);

    [Benchmark]
    public ulong BacklogQueueWithExactMark() => Pass(ref _exact);

    [Benchmark]
    public ulong BacklogQueueWithKernelMark() => Pass(ref _kernel);

    private ulong Pass<TQueue>(ref TQueue queue)
        where TQueue : struct, IRecordQueue => queue.TryAppend(_record) && queue.TryTake(out var taken) ? taken.Serial : 0;
}
