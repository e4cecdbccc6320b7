using AuditConsole.Engine.Queue;

namespace AuditConsole.Benchmarks.Queues;

/// <summary>A list behind a lock, with the same limit and mark: simple, and every call of one side waits for the other's.</summary>
internal readonly struct LockedQueue(uint limit) : IRecordQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<QueuedRecord> _queue = new();
    private readonly HighWaterMark _mark = new();

    public bool TryAppend(in QueuedRecord record)
    {
        uint length;
        lock (_gate)
        {
            if (_queue.Count > limit)
            {
                return false;
            }

            _queue.Enqueue(record);
            length = (uint)_queue.Count;
        }

        _mark.Raise(length);
        return true;
    }

    public bool TryTake(out QueuedRecord record)
    {
        lock (_gate)
        {
            return _queue.TryDequeue(out record);
        }
    }

    public long ReadAndClearMark() => _mark.ReadAndClear();
}

/// <summary>A list behind a spin lock, as the kernel's <c>skb_queue_tail</c>: whoever is stopped inside stops everyone.</summary>
internal sealed class SpinLockedList
{
    private readonly Queue<QueuedRecord> _queue = new();
    private readonly HighWaterMark _mark = new();
    private SpinLock _gate = new(enableThreadOwnerTracking: false);

    public HighWaterMark Mark => _mark;

    public bool TryAppend(in QueuedRecord record, uint limit)
    {
        var entered = false;
        _gate.Enter(ref entered);
        var length = (uint)_queue.Count;
        if (length <= limit)
        {
            _queue.Enqueue(record);
        }

        _gate.Exit(useMemoryBarrier: true);
        if (length > limit)
        {
            return false;
        }

        _mark.Raise(length + 1);
        return true;
    }

    public bool TryTake(out QueuedRecord record)
    {
        var entered = false;
        _gate.Enter(ref entered);
        var taken = _queue.TryDequeue(out record);
        _gate.Exit(useMemoryBarrier: true);
        return taken;
    }
}

/// <inheritdoc cref="SpinLockedList"/>
internal readonly struct SpinLockedQueue(uint limit) : IRecordQueue
{
    private readonly SpinLockedList _list = new();

    public bool TryAppend(in QueuedRecord record) => _list.TryAppend(record, limit);

    public bool TryTake(out QueuedRecord record) => _list.TryTake(out record);

    public long ReadAndClearMark() => _list.Mark.ReadAndClear();
}

/// <summary>
/// The product's segments under one 64-bit word {tickets | length}, which one interlocked add appends to and another takes from: each
/// append has its exact length for nothing, but every call of either side fetches the word from the other's cache.
/// </summary>
internal sealed class PackedWordList
{
    private const long OneTicket = 1L << 32;

    private readonly SegmentList<QueuedRecord> _segments = new();
    private readonly HighWaterMark _mark = new();
    private PaddedLong _state;
    private PaddedLong _taken;

    public HighWaterMark Mark => _mark;

    public bool TryAppend(in QueuedRecord record, uint limit)
    {
        if ((uint)Volatile.Read(ref _state.Value) > limit)
        {
            return false;
        }

        var state = Interlocked.Add(ref _state.Value, OneTicket + 1);
        _mark.Raise((uint)state);
        var ticket = (state >> 32) - 1;
        ref var slot = ref _segments.Of(ticket)[ticket];
        slot.Item = record;
        Volatile.Write(ref slot.Written, ticket + 1);
        return true;
    }

    public bool TryTake(out QueuedRecord record)
    {
        var ticket = _taken.Value;
        var segment = _segments.Oldest;
        if (segment.Id != ticket >> Segment<QueuedRecord>.Shift && (segment = _segments.DropOldest()) is null)
        {
            record = default;
            return false;
        }

        ref var slot = ref segment[ticket];
        if (Volatile.Read(ref slot.Written) != ticket + 1)
        {
            record = default;
            return false;
        }

        record = slot.Item;
        _taken.Value = ticket + 1;
        Interlocked.Decrement(ref _state.Value);
        return true;
    }
}

/// <inheritdoc cref="PackedWordList"/>
internal readonly struct PackedWordQueue(uint limit) : IRecordQueue
{
    private readonly PackedWordList _list = new();

    public bool TryAppend(in QueuedRecord record) => _list.TryAppend(record, limit);

    public bool TryTake(out QueuedRecord record) => _list.TryTake(out record);

    public long ReadAndClearMark() => _list.Mark.ReadAndClear();
}
