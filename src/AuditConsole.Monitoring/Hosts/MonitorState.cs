using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Watchers;
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

    /// <summary>Closed windows that were taken together with the one before, because too many waited. Their peaks are kept, their resolution is not.</summary>
    public long JoinedWindows { get; init; }

    /// <summary>Activity that was dropped, oldest first, because too much waited.</summary>
    public long DroppedActivity { get; init; }

    /// <summary>How peaks are known.</summary>
    public Tier Tier { get; init; }

    /// <summary>Why so, in a sentence.</summary>
    public string TierReason { get; init; } = "";

    /// <summary><c>lost</c> as it stood when this console first asked; <see langword="null"/> before.</summary>
    public uint? LostAtStart { get; init; }

    /// <summary>Where the probe stands, in a sentence; empty where none is wanted.</summary>
    public string Probe { get; init; } = "";

    /// <summary>How the sampler is doing; <see langword="null"/> when it does not run.</summary>
    public SamplerState? Sampler { get; init; }

    /// <summary>Whether this console may clear the source's mark; if not, why.</summary>
    public string? ClearRefusal { get; init; }

    /// <summary>When the last window closed.</summary>
    public DateTimeOffset? LastPoll { get; init; }

    /// <summary>How long the last poll took, from its first request to its last answer.</summary>
    public TimeSpan? PollDuration { get; init; }

    /// <summary>End of the window under way, if nothing holds it up.</summary>
    public DateTimeOffset NextPoll { get; init; }

    /// <summary>Why the last change by an operator is not in the host's own audit trail; <see langword="null"/> when it is, or is not written there.</summary>
    public string? TrailProblem { get; init; }

    /// <summary>The change that is taken back unless somebody confirms it; <see langword="null"/> when there is none.</summary>
    public ChangeRecord? PendingChange { get; init; }

    /// <summary>Changes that are over, newest first.</summary>
    public IReadOnlyList<ChangeRecord> PastChanges { get; init; } = [];

    /// <summary>How the stream of audit records stands.</summary>
    public RecordsState Records { get; init; } = new();
}
