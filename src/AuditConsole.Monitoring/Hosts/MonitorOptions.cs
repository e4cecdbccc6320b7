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

    /// <summary>How many closed windows wait for a history that cannot be written, before neighbours are taken together.</summary>
    public int MostWaitingWindows { get; init; } = 5760;

    /// <summary>Where they wait beside the memory, to be committed by the next run of the console; <see langword="null"/> for nowhere.</summary>
    public string? WaitingFile { get; init; }

    /// <summary>Where a change that nobody has confirmed yet is kept, with the values to go back to; <see langword="null"/> for nowhere, and then every change is for good.</summary>
    public string? ChangeFile { get; init; }

    /// <summary>How long the monitor waits for the history before it goes on.</summary>
    public TimeSpan HistoryPatience { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a person's request waits for the host.</summary>
    public TimeSpan RequestPatience { get; init; } = TimeSpan.FromSeconds(5);
}
