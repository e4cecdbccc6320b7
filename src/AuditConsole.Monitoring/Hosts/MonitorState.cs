using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>How the monitor itself is doing. Immutable.</summary>
public sealed record MonitorState
{
    /// <summary>Whether the last request was answered.</summary>
    public bool Connected { get; init; }

    /// <summary>When that began.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Why the host cannot be asked, and what to do; <see langword="null"/> when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>How the last request failed; <see langword="null"/> when it did not.</summary>
    public AuditException? Refusal { get; init; }

    /// <summary>Why the history cannot be written, and what to do; <see langword="null"/> when it can.</summary>
    public string? HistoryProblem { get; init; }

    /// <summary>Closed windows that wait for the history.</summary>
    public int WaitingWindows { get; init; }

    /// <summary>Closed windows that were dropped because too many waited.</summary>
    public long DroppedWindows { get; init; }

    /// <summary>How peaks are known.</summary>
    public Tier Tier { get; init; }

    /// <summary>Why so, in a sentence.</summary>
    public string TierReason { get; init; } = "";

    /// <summary>Whether this console may clear the source's mark; if not, why.</summary>
    public string? ClearRefusal { get; init; }

    /// <summary>When the last window closed.</summary>
    public DateTimeOffset? LastPoll { get; init; }

    /// <summary>How long the last poll took, from its first request to its last answer.</summary>
    public TimeSpan? PollDuration { get; init; }

    /// <summary>End of the window under way, if nothing holds it up.</summary>
    public DateTimeOffset NextPoll { get; init; }
}
