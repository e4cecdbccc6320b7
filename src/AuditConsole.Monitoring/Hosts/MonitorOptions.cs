namespace AuditConsole.Monitoring.Hosts;

/// <summary>Who may clear the source's mark.</summary>
public enum PollMode
{
    /// <summary>This console, at each poll, while it holds the host's lease.</summary>
    Clear,

    /// <summary>Nobody here: the mark is only read.</summary>
    Observe,
}

/// <summary>How often a monitor asks.</summary>
public sealed record MonitorOptions
{
    /// <summary>Time between two AUDIT_GETs.</summary>
    public TimeSpan SampleInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Length of one window.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many closed windows wait for a history that cannot be written before the oldest are dropped.</summary>
    public int MostWaitingWindows { get; init; } = 5760;

    /// <summary>How long a person's request waits for the host.</summary>
    public TimeSpan RequestPatience { get; init; } = TimeSpan.FromSeconds(5);
}
