using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The mark shown. The monitor's loop raises it; an operator may set a new baseline at any moment, even while the kernel holds the loop.</summary>
internal sealed class MarkKeeper
{
    private readonly Lock _gate = new();
    private MarkShown? _mark;

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

    public MarkShown Observe(AuditStatus status, uint lost, bool sourceFell, DateTimeOffset at)
    {
        lock (_gate)
        {
            var mark = _mark ?? new MarkShown(at, 0, null);
            mark = sourceFell ? mark with { SourceFloor = 0 } : mark;
            mark = mark.Seen(status.Backlog, at);
            mark = status.BacklogMaxDepth is { } source ? mark.SourceSeen(source, at) : mark;
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

    /// <summary>Begins a new baseline.</summary>
    /// <returns>The mark that ended, if there was one, and the one that begins.</returns>
    public (MarkShown? Ended, MarkShown Begun) Reset(AuditStatus status, uint sourceFloor, DateTimeOffset at)
    {
        lock (_gate)
        {
            var ended = _mark;
            _mark = new MarkShown(at, status.Backlog, at) { SourceFloor = sourceFloor };
            return (ended, _mark);
        }
    }
}
