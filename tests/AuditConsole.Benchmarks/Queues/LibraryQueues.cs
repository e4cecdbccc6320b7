using System.Collections.Concurrent;
using System.Threading.Channels;
using AuditConsole.Engine.Queue;

namespace AuditConsole.Benchmarks.Queues;

/// <summary><see cref="ConcurrentQueue{T}"/> alone: no limit, no mark.</summary>
internal readonly struct BareConcurrentQueue() : IRecordQueue
{
    private readonly ConcurrentQueue<QueuedRecord> _queue = new();

    public bool TryAppend(in QueuedRecord record)
    {
        _queue.Enqueue(record);
        return true;
    }

    public bool TryTake(out QueuedRecord record) => _queue.TryDequeue(out record);
}

/// <summary>A bounded channel with a single reader: a limit, no mark.</summary>
internal readonly struct BoundedChannel(int capacity) : IRecordQueue
{
    private readonly Channel<QueuedRecord> _channel = Channel.CreateBounded<QueuedRecord>(new BoundedChannelOptions(capacity) { SingleReader = true });

    public bool TryAppend(in QueuedRecord record) => _channel.Writer.TryWrite(record);

    public bool TryTake(out QueuedRecord record) => _channel.Reader.TryRead(out record);
}
