namespace AuditConsole.Monitoring.Records;

/// <summary>How the monitor stands with the stream of audit records (multicast group READLOG). Immutable.</summary>
public sealed record RecordsState
{
    /// <summary>Whether records arrive here.</summary>
    public bool Joined { get; init; }

    /// <summary>Why they do not, and what to do; <see langword="null"/> when they do.</summary>
    public string? Refusal { get; init; }

    /// <summary>How often the stream skipped records because they came faster than they were read.</summary>
    public long Missed { get; init; }

    /// <summary>Datagrams that are no audit record.</summary>
    public long Malformed { get; init; }
}
