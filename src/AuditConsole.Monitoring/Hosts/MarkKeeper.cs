using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The mark shown. The monitor's loop raises it; an operator may set a new baseline at any moment, even while the kernel holds the loop.</summary>
internal sealed class MarkKeeper
{
    private readonly Lock _gate = new();
    private MarkShown? _mark;

    // Where the source's mark stood at the baseline, while a record may still tell at what value it was cleared since.
    private uint _floorBeforeFall;

    public MarkShown? Current
    {
        get
        {
            lock (_gate)
            {
                return _mark;
            }
        }
    }

    /// <summary>Goes on from what the last run committed. What was shown before the history could be opened is not forgotten.</summary>
    public void Resume(MarkShown? committed)
    {
        lock (_gate)
        {
            _mark = (committed, _mark) switch
            {
                ({ } before, { } shown) => before.Seen(shown.Value, shown.ReachedAt),
                ({ } before, null) => before,
                _ => _mark,
            };
        }
    }

    /// <summary>Takes in an answer.</summary>
    /// <param name="status">The answer.</param>
    /// <param name="lost">Records lost since the answer before.</param>
    /// <param name="sourceMark">The mark of the kernel, or of the probe where that tells the peak.</param>
    /// <param name="sourceFell">Whether that mark fell without our clearing it.</param>
    /// <param name="at">When.</param>
    public MarkShown Observe(AuditStatus status, uint lost, uint? sourceMark, bool sourceFell, DateTimeOffset at)
    {
        lock (_gate)
        {
            var mark = _mark ?? new MarkShown(at, 0, null);
            if (sourceFell)
            {
                _floorBeforeFall = Math.Max(_floorBeforeFall, mark.SourceFloor);
                mark = mark with { SourceFloor = 0 };
            }

            mark = mark.Seen(status.Backlog, at);
            mark = sourceMark is { } source ? mark.SourceSeen(source, at) : mark;
            return _mark = mark with { Lost = mark.Lost + lost };
        }
    }

    /// <summary>Takes in the value of a clear; from here the source's mark tells of the time after it.</summary>
    public void Cleared(uint value, DateTimeOffset at)
    {
        lock (_gate)
        {
            _mark = (_mark ?? new MarkShown(at, 0, null)).SourceSeen(value, at) with { SourceFloor = 0 };
        }
    }

    /// <summary>Takes in a peak that became known after its time; one from before the baseline is no matter of it.</summary>
    public void Seen(uint peak, DateTimeOffset? at)
    {
        lock (_gate)
        {
            _mark = _mark is { } mark && at >= mark.Since ? mark.Seen(peak, at) : _mark;
        }
    }

    /// <summary>Takes in the value at which somebody else cleared the source's mark.</summary>
    public void ClearedElsewhere(uint value, DateTimeOffset at)
    {
        lock (_gate)
        {
            var mark = _mark ?? new MarkShown(at, 0, null);
            var floor = Math.Max(mark.SourceFloor, _floorBeforeFall);
            _floorBeforeFall = 0;
            _mark = (value > floor && at >= mark.Since ? mark.Seen(value, at) : mark) with { SourceFloor = 0 };
        }
    }

    /// <summary>Begins a new baseline.</summary>
    /// <returns>The mark that ended, if there was one, and the one that begins.</returns>
    public (MarkShown? Ended, MarkShown Begun) Reset(AuditStatus status, uint sourceFloor, DateTimeOffset at)
    {
        lock (_gate)
        {
            var ended = _mark;
            _floorBeforeFall = 0;
            _mark = new MarkShown(at, status.Backlog, at) { SourceFloor = sourceFloor };
            return (ended, _mark);
        }
    }
}
