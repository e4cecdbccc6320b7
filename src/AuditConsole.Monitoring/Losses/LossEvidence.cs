using AuditConsole.Monitoring.Watchers;

namespace AuditConsole.Monitoring.Losses;

/// <summary>What was seen of a window that bears on its losses.</summary>
internal sealed record LossEvidence
{
    /// <summary>How far <c>lost</c> rose; <see langword="null"/> where that is not known.</summary>
    public long? Lost { get; init; }

    /// <summary>The same by the reasons the kernel gave, where a probe saw them.</summary>
    public ProbeLossCounts? Reasons { get; init; }

    /// <summary>The highest backlog known.</summary>
    public uint Peak { get; init; }

    /// <summary>Whether no higher one can have been.</summary>
    public bool PeakIsExact { get; init; }

    /// <summary>The lowest limit in force; 0 = there was a time without one.</summary>
    public uint LowestLimit { get; init; }

    /// <summary>The highest rate limit in force; 0 = none.</summary>
    public uint RateLimit { get; init; }

    /// <summary>Whether an auditd was registered at some time, and at all times.</summary>
    public bool SomeAuditd { get; init; }

    /// <inheritdoc cref="SomeAuditd"/>
    public bool AlwaysAuditd { get; init; }

    /// <summary>Whether auditing was enabled at some time.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether the kernel was booted with <c>audit=1</c>.</summary>
    public bool? AuditDefault { get; init; }

    /// <summary>Records that left the queue; <see langword="null"/> where nobody counted them.</summary>
    public long? Records { get; init; }

    /// <summary>Datagrams that auditd's socket dropped.</summary>
    public long SocketDrops { get; init; }

    /// <summary>Records lost before this console watched this boot; 0 in all windows but the first.</summary>
    public long BeforeStart { get; init; }
}
