using AuditConsole.Engine.Queue;
using AuditConsole.Engine.Statistics;

namespace AuditConsole.Benchmarks.Queues;

/// <summary>The product's queue as the engine uses it: limit check, append, mark.</summary>
internal readonly struct BacklogQueueMarked(MarkMode mode, uint limit, BacklogStatistics? statistics = null) : IRecordQueue
{
    private readonly BacklogQueue<QueuedRecord> _queue = new(mode, statistics);

    public bool TryAppend(in QueuedRecord record)
    {
        if (_queue.IsOver(limit))
        {
            return false;
        }

        _queue.Enqueue(record);
        return true;
    }

    public bool TryTake(out QueuedRecord record) => _queue.TryTake(out record);

    public long ReadAndClearMark() => _queue.Mark.ReadAndClear();

    public void Tick(long timestamp) => _queue.Tick(timestamp);
}

/// <summary>The same, but every append asks for the backlog it produced and so reads the consumer's cache line.</summary>
internal readonly struct BacklogQueueAnswering(uint limit) : IRecordQueue
{
    private readonly BacklogQueue<QueuedRecord> _queue = new();

    public bool TryAppend(in QueuedRecord record)
    {
        if (_queue.IsOver(limit))
        {
            return false;
        }

        return _queue.Append(record) > 0;
    }

    public bool TryTake(out QueuedRecord record) => _queue.TryTake(out record);

    public long ReadAndClearMark() => _queue.Mark.ReadAndClear();
}

/// <summary>The same without a mark: what a mark's cost is measured against.</summary>
internal readonly struct BacklogQueueUnmarked(uint limit) : IRecordQueue
{
    private readonly BacklogQueue<QueuedRecord> _queue = new();

    public bool TryAppend(in QueuedRecord record)
    {
        if (_queue.IsOver(limit))
        {
            return false;
        }

        _queue.EnqueueUnmarked(record);
        return true;
    }

    public bool TryTake(out QueuedRecord record) => _queue.TryTake(out record);
}
