using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>A clear that this console made, until its record has come.</summary>
internal sealed class OwnClear(AuditCounter counter, DateTimeOffset sentAt)
{
    private uint? _value;
    private DateTimeOffset? _answeredAt;

    public AuditCounter Counter => counter;

    public DateTimeOffset SentAt => sentAt;

    /// <summary>Whether its record has come.</summary>
    public bool Told { get; set; }

    /// <summary>Whether its answer has come. Until then any value may be the one it cleared.</summary>
    public bool Answered => _answeredAt is not null;

    public void Answer(uint value, DateTimeOffset at) => (_value, _answeredAt) = (value, at);

    /// <summary>Whether a record can be the one of this clear: same value, stamped between the request and its answer.</summary>
    public bool Fits(uint old, DateTimeOffset at) =>
        (_value is null || _value == old) && at >= sentAt - ClosedWindow.Slack && (_answeredAt is null || at <= _answeredAt + ClosedWindow.Slack);
}

/// <summary>The clears of this console whose records have not come yet, in their order. A CONFIG_CHANGE carries no process id, so this is how ours are known.</summary>
/// <remarks>Belongs to the monitor's loop.</remarks>
internal sealed class OwnClears
{
    private const int Most = 64;
    private readonly List<OwnClear> _awaited = [];

    /// <summary>A clear is about to be sent.</summary>
    public OwnClear Expect(AuditCounter counter, DateTimeOffset sentAt)
    {
        if (_awaited.Count == Most)
        {
            _awaited.RemoveAt(0);
        }

        var clear = new OwnClear(counter, sentAt);
        _awaited.Add(clear);
        return clear;
    }

    /// <summary>The clear of ours that a record is of, which is then no longer awaited; <see langword="null"/> when it is somebody else's.</summary>
    public OwnClear? Take(AuditCounter counter, uint old, DateTimeOffset at)
    {
        var clear = _awaited.Find(awaited => awaited.Counter == counter && awaited.Fits(old, at));
        if (clear is not null)
        {
            // Records come in the order of the clears: what was awaited before this one never came.
            _awaited.RemoveRange(0, _awaited.IndexOf(clear) + 1);
            clear.Told = true;
        }

        return clear;
    }

    /// <summary>
    /// Awaits no clear any more that was sent before that time and got no answer, which any later record would fit. Those that were answered
    /// are still known when a record comes after its window was committed.
    /// </summary>
    public void ForgetUnanswered(DateTimeOffset before) => _awaited.RemoveAll(awaited => !awaited.Answered && awaited.SentAt < before);

    /// <summary>The last clear of a counter; <see langword="null"/> when its record has come.</summary>
    public OwnClear? Last(AuditCounter counter) => _awaited.FindLast(awaited => awaited.Counter == counter);
}
