namespace AuditConsole.Monitoring.History.Waiting;

/// <summary>Closed windows that wait for the history, oldest first, in bounded memory.</summary>
/// <remarks>
/// Where too many wait, neighbours are taken together two by two: half the resolution goes, no peak does. For one thread at a time.
/// </remarks>
/// <param name="most">How many wait at most.</param>
internal sealed class WaitingWindows(int most)
{
    private const int Together = 500;

    private readonly List<UncommittedWindow> _waiting = [];

    // Those at the front may have been committed by an attempt whose answer was lost. They have to stay as they are to be recognised.
    private int _attempted;
    private bool _trouble;

    public int Count => _waiting.Count;

    /// <summary>How many windows have been taken together with the one before them.</summary>
    public long Joined { get; private set; }

    public IReadOnlyList<UncommittedWindow> All => _waiting;

    /// <returns>Whether windows were taken together for it.</returns>
    public bool Add(UncommittedWindow window)
    {
        _waiting.Add(window);
        if (_waiting.Count <= most || _waiting.Count - _attempted < 2)
        {
            return false;
        }

        var rest = _waiting[_attempted..];
        _waiting.RemoveRange(_attempted, rest.Count);
        _waiting.AddRange(rest.Chunk(2).Select(pair => pair.Length == 2
            ? new UncommittedWindow(WindowReduction.Finish(WindowReduction.Join(pair[0].Window, pair[1].Window)), pair[1].State)
            : pair[0]));
        Joined += rest.Count / 2;
        return true;
    }

    /// <summary>Puts those of an earlier run before all others.</summary>
    public void AddFirst(IEnumerable<UncommittedWindow> windows) => _waiting.InsertRange(0, windows);

    /// <summary>Those to commit next: after a failure one, to see whether it is over.</summary>
    public IReadOnlyList<UncommittedWindow> Next()
    {
        var next = _waiting[..Math.Min(_waiting.Count, _trouble ? 1 : Together)];
        _attempted = Math.Max(_attempted, next.Count);
        return next;
    }

    /// <summary>The first <paramref name="count"/> are committed.</summary>
    public void Committed(int count)
    {
        _waiting.RemoveRange(0, count);
        _attempted = Math.Max(0, _attempted - count);
        _trouble = false;
    }

    /// <summary>An attempt failed.</summary>
    public void Failed() => _trouble = true;
}
