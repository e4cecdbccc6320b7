namespace AuditConsole.Engine.Queue;

/// <summary>The segments in use, oldest first, and spare ones. Extended and recycled under a lock, once for each segment.</summary>
/// <remarks>
/// A ticket that is out, but not written yet, keeps its segment in use, since the consumer cannot pass it. So a producer that has
/// found the segment with the id it wants may write to it without the lock, whatever became of the newest segment since.
/// </remarks>
internal sealed class SegmentList<T>
{
    // Room for 65,536 records. What a higher burst needed beyond that goes back to the garbage collector.
    private const int SpareMost = 65_536 / Segment<T>.Length;

    private readonly Lock _gate = new();
    private readonly Stack<Segment<T>> _spare = new(SpareMost);
    private readonly Dictionary<long, Segment<T>> _inUse = [];
    private Segment<T> _oldest;
    private volatile Segment<T> _newest;

    public SegmentList() => _inUse[0] = _newest = _oldest = new Segment<T>(0);

    /// <summary>The segment to take from. For the consumer.</summary>
    public Segment<T> Oldest => _oldest;

    /// <summary>The segment of a ticket that is out. For its producer.</summary>
    public Segment<T> Of(long ticket)
    {
        var newest = _newest;
        var id = ticket >> Segment<T>.Shift;
        return newest.Id == id ? newest : Find(id);
    }

    /// <summary>Steps to the next segment and recycles the oldest. For the consumer, after the last ticket of the oldest.</summary>
    /// <returns>The next segment; <see langword="null"/> when no producer has needed it yet.</returns>
    public Segment<T>? DropOldest()
    {
        var drained = _oldest;
        if (drained.Next is not { } next)
        {
            return null;
        }

        drained.Retire();
        _oldest = next;
        lock (_gate)
        {
            _inUse.Remove(drained.Id);
            if (_spare.Count < SpareMost)
            {
                _spare.Push(drained);
            }
        }

        return next;
    }

    private Segment<T> Find(long id)
    {
        lock (_gate)
        {
            while (_newest.Id < id)
            {
                Extend(_newest.Id + 1);
            }

            return _inUse[id];
        }
    }

    private void Extend(long id)
    {
        if (_spare.TryPop(out var segment))
        {
            segment.Reuse(id);
        }
        else
        {
            segment = new Segment<T>(id);
        }

        _inUse.Add(id, segment);
        _newest.Next = segment;
        _newest = segment;
    }
}
