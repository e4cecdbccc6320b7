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

    private readonly HostDescription _host;
    private readonly CounterTracker _lost = new();
    private readonly CounterTracker _wait = new();
    private OpenWindow _open;
    private uint? _sourceMark;
    private uint? _floor;
    private uint? _inherited;

    private WindowKeeper(HostDescription host, DateTimeOffset from)
    {
        _host = host;
        _open = new OpenWindow(host.Host, from);
    }

    public OpenWindow Open => _open;

    /// <summary>Opens the first window where the last run's windows end.</summary>
    public static WindowKeeper Resume(HostDescription host, HostState state, DateTimeOffset now)
    {
        var keeper = new WindowKeeper(host, state.CommittedTo ?? now);
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
    /// <returns>Whether the source's mark fell without our clearing it.</returns>
    public bool Observe(AuditStatus status, DateTimeOffset at)
    {
        _open.Sample(status.Backlog, at);
        _lost.Observe(status.Lost);
        _wait.Observe(status.BacklogWaitTimeActual);
        if (status.BacklogMaxDepth is not { } mark)
        {
            _sourceMark = null;
            return false;
        }

        var robbed = mark < _sourceMark;
        if (robbed)
        {
            _open.PeakMayBeHigher();
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
        _open.PeakMayBeHigher();
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
    public PollWindow Close(DateTimeOffset to, Tier tier, AuditStatus end, bool markIsOurs)
    {
        if (_inherited is { } inherited && _sourceMark <= inherited)
        {
            _open.PeakMayBeHigher();
        }

        var closed = _open.Close(to, tier, end, _lost.Take(), _wait.Take(), _host.Hz, _host.TakeSummary?.Invoke());
        _open = new OpenWindow(_host.Host, closed.To);
        _open.Sample(end.Backlog, to);
        _inherited = markIsOurs ? null : _sourceMark;
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

    private void ForgetSourceMark()
    {
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
