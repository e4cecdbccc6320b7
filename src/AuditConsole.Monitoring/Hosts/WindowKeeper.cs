using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The window under way and what is carried from one window to the next.</summary>
/// <remarks>Not thread-safe; the host monitor alone uses it.</remarks>
internal sealed class WindowKeeper
{
    // A clear's own CONFIG_CHANGE record lifts the mark again, to 1, or to 2–4 with the syscall records beside it. A higher
    // floor means that a burst fell in between, and has to be cleared away or it would be reported twice.
    private const uint QuietFloor = 4;

    // CONFIG_HZ of Linux is 100, 250, 300 or 1000.
    private const int LowestHz = 100;

    private readonly HostDescription _host;
    private readonly CounterTracker _lost = new();
    private readonly CounterTracker _wait = new();
    private OpenWindow _open;
    private uint? _sourceMark;
    private uint? _floor;
    private uint? _inherited;
    private DateTimeOffset _observedAt;
    private ClosedWindow? _closed;

    private WindowKeeper(HostDescription host, DateTimeOffset from)
    {
        _host = host;
        _open = new OpenWindow(host.Host, from);
    }

    public OpenWindow Open => _open;

    /// <summary>Whether an earlier run of the console watched this boot.</summary>
    public bool KnowsBoot { get; private init; }

    /// <summary>When the last answer arrived.</summary>
    public DateTimeOffset ObservedAt => _observedAt;

    /// <summary>Peak of the window closed last.</summary>
    public uint? ClosedPeak => _closed?.Window.Peak;

    /// <summary>Opens the first window where the last run's windows end.</summary>
    public static WindowKeeper Resume(HostDescription host, HostState state, DateTimeOffset now)
    {
        var keeper = new WindowKeeper(host, state.CommittedTo ?? now) { KnowsBoot = state.BootId == host.BootId };
        if (state.CommittedTo is { } from)
        {
            keeper._open.ReachesBack(now > from ? now - from : TimeSpan.Zero);
            keeper.ResumeCounters(state);
        }

        if (state.Intent is { } intent)
        {
            keeper._open.Recover(intent.Mark, intent.At);
        }

        return keeper;
    }

    /// <summary>Takes in an answer.</summary>
    /// <returns>Whether the source's mark fell without our clearing it, and no record has told why.</returns>
    public bool Observe(AuditStatus status, DateTimeOffset at)
    {
        _open.Sample(status.Backlog, at);
        _lost.Observe(status.Lost);
        InferFromWait(status);
        _wait.Observe(status.BacklogWaitTimeActual);
        _observedAt = at;
        if (status.BacklogMaxDepth is not { } mark)
        {
            _sourceMark = null;
            return false;
        }

        var robbed = false;
        if (mark < _sourceMark)
        {
            robbed = _open.MarkFell();
            _inherited = null;
        }

        if (_inherited is null || mark > _inherited)
        {
            _open.Raise(mark, at);
        }

        _sourceMark = mark;
        return robbed;
    }

    /// <summary>Whether the mark has risen above what the last clear itself left; if not, a clear would tell nothing new.</summary>
    public bool NeedsClear(uint mark) => _floor is not { } floor || floor > QuietFloor || mark > floor;

    /// <summary>Takes in the value of a clear.</summary>
    public void Cleared(uint value, DateTimeOffset at)
    {
        if (_inherited is null || value > _inherited)
        {
            _open.Raise(value, at);
        }
        else
        {
            _open.PeakMayBeHigher();
        }

        ForgetSourceMark();
    }

    /// <summary>A clear was sent and its value never came: it may or may not have happened.</summary>
    public void ClearInDoubt()
    {
        _open.MarkFell();
        ForgetSourceMark();
    }

    /// <summary>Takes in what the mark stands at right after a clear.</summary>
    public void SetFloor(uint? mark) => _floor = mark;

    public void LostCleared(uint value) => _lost.Cleared(value);

    public void WaitCleared(uint value) => _wait.Cleared(value);

    /// <summary>Ends the window and opens the next.</summary>
    /// <param name="to">The end.</param>
    /// <param name="tier">How its peak is known.</param>
    /// <param name="end">The answer at the end.</param>
    /// <param name="markIsOurs">Whether the source's mark was cleared, or did not need to be: the next window starts with a mark of its own.</param>
    /// <param name="summary">The backlog by somebody who sees more of it than the samples.</param>
    /// <param name="blind">Time in which a higher backlog could have hidden, where somebody kept count of it.</param>
    public PollWindow Close(
        DateTimeOffset to, Tier tier, AuditStatus end, bool markIsOurs, BacklogSummary? summary = null, TimeSpan? blind = null)
    {
        if (_inherited is { } inherited && _sourceMark <= inherited)
        {
            _open.PeakMayBeHigher();
        }

        _closed = new ClosedWindow(_open, _lost.TakeSum(), _wait.TakeSum(), _observedAt, to);
        var closed = _open.Close(
            to, tier, end, _closed.Lost.Value, _closed.Wait.Value, _host.Hz, summary ?? _host.TakeSummary?.Invoke(), blind);
        _open = new OpenWindow(_host.Host, closed.To);
        _open.Announced(_closed.Window.ForgetAnnouncedFalls());
        _open.Sample(end.Backlog, to);
        _inherited = markIsOurs ? null : _sourceMark;
        _open.Inherits(_inherited);
        if (_inherited is null && _sourceMark is { } mark)
        {
            _open.Raise(mark, to);
        }

        return closed;
    }

    public HostState State(PollWindow closed, MarkShown mark) => new()
    {
        CommittedTo = closed.To,
        BootId = _host.BootId,
        Lost = _lost.Last,
        WaitTicks = _wait.Last,
        Mark = mark,
    };

    // A task waits only while the backlog is over the limit. The counter rises when its wait is over, so the wait began no earlier
    // than all that was added before the answer that showed nothing yet; only a wait that surely began in this window tells of it.
    private void InferFromWait(AuditStatus status)
    {
        if (_wait.Last is { } before && status.BacklogWaitTimeActual > before && status.BacklogLimit != 0)
        {
            var longest = TimeSpan.FromSeconds((double)(status.BacklogWaitTimeActual.Value - before) / (_host.Hz ?? LowestHz));
            if (_observedAt - longest >= _open.From)
            {
                _open.Infer(status.BacklogLimit);
            }
        }
    }

    /// <summary>Takes in what a record told of a clear that was not ours, or whose answer we never got.</summary>
    /// <param name="counter">What was cleared.</param>
    /// <param name="value">What it stood at.</param>
    /// <param name="at">When.</param>
    /// <param name="order">How the record stands to the window that closed last.</param>
    public void ClearedElsewhere(AuditCounter counter, uint value, DateTimeOffset at, RecordOrder order)
    {
        var sampled = at + ClosedWindow.Slack < _observedAt;
        var waiting = order == RecordOrder.NothingWaits ? null : _closed;
        if (counter != AuditCounter.BacklogMaxDepth)
        {
            if (waiting?.TryRepair(counter, value, at) != true)
            {
                (counter == AuditCounter.Lost ? _lost : _wait).ClearedElsewhere(value, sampled);
            }

            return;
        }

        var (inClosed, inOpen) = waiting?.PlaceOf(at, order) ?? (false, true);
        if (inClosed)
        {
            waiting!.Window.ClearedElsewhere(value, at, sampled: true);
        }

        if (inOpen)
        {
            TakeIntoOpen(value, at, sampled);
        }
    }

    /// <summary>The window closed last with what has become known of it since.</summary>
    public PollWindow Amend(PollWindow closed) => _closed is null ? closed : _closed.Amend(closed, _host.Hz);

    /// <summary>The peak of the window closed last may be higher: the records up to its end did not all arrive.</summary>
    public void ClosedPeakMayBeHigher() => _closed?.Window.PeakMayBeHigher();

    private void TakeIntoOpen(uint value, DateTimeOffset at, bool sampled)
    {
        _open.ClearedElsewhere(value, at, sampled);
        _inherited = null;
        if (at + ClosedWindow.Slack < _open.From)
        {
            // The window it belongs to is committed already; the value must not be lost, and is no exact peak of this one.
            _open.PeakMayBeHigher();
        }
    }

    private void ForgetSourceMark()
    {
        _open.ForgetAnnouncedFalls();
        _open.Inherits(null);
        _floor = null;
        _sourceMark = null;
        _inherited = null;
    }

    private void ResumeCounters(HostState state)
    {
        if (state.BootId != _host.BootId || state.Lost is not { } lost)
        {
            _lost.Forget();
            _wait.Forget();
            return;
        }

        _lost.Resume(lost);
        if (state.WaitTicks is { } wait)
        {
            _wait.Resume(wait);
        }
    }
}
