using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Components;

/// <summary>How fresh the figures are.</summary>
public enum Freshness
{
    /// <summary>Nothing was answered yet.</summary>
    Waiting,

    /// <summary>Answers arrive.</summary>
    Live,

    /// <summary>The audit subsystem holds our request.</summary>
    Held,

    /// <summary>The last answer is old.</summary>
    Stale,

    /// <summary>The host cannot be asked.</summary>
    Lost,
}

/// <summary>How fresh the figures are, and the words for it.</summary>
/// <param name="State">Which of the five.</param>
/// <param name="Age">How long it has been so, in whole seconds, where that says something.</param>
public readonly record struct Connection(Freshness State, TimeSpan Age = default)
{
    /// <summary>An answer older than this is not called live.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(3);

    /// <summary>Judges the latest snapshot at <paramref name="now"/>.</summary>
    public static Connection Of(Snapshot? latest, MonitorState state, DateTimeOffset now)
    {
        if (latest?.HeldFor is { } held)
        {
            return new(Freshness.Held, Whole(held));
        }

        var age = latest is null ? TimeSpan.Zero : now - latest.At;
        if (!state.Connected && state.Problem is not null)
        {
            return new(Freshness.Lost, Whole(age));
        }

        return latest is null ? new(Freshness.Waiting) : age > StaleAfter ? new(Freshness.Stale, Whole(age)) : new(Freshness.Live);
    }

    /// <summary>The word in the page's header.</summary>
    public string Word => State switch
    {
        Freshness.Live => SharedText.ConnectionLive,
        Freshness.Held => SharedText.ConnectionHeld,
        Freshness.Stale => SharedText.ConnectionStale,
        Freshness.Lost => SharedText.ConnectionLost,
        _ => SharedText.ConnectionWaiting,
    };

    /// <summary>The CSS class.</summary>
    public string Class => State switch
    {
        Freshness.Live => "",
        Freshness.Held => "held",
        Freshness.Stale => "stale",
        Freshness.Lost => "lost",
        _ => "waiting",
    };

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromSeconds(Math.Floor(Math.Max(0, time.TotalSeconds)));
}
