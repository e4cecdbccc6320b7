using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History;

/// <summary>Whose figures a host's windows are.</summary>
public enum HostSource
{
    /// <summary>Known from an import alone.</summary>
    Imported = 0,

    /// <summary>The in-process engine.</summary>
    Engine = 1,

    /// <summary>This machine's kernel.</summary>
    Kernel = 2,
}

/// <summary>A read-and-clear about to be made.</summary>
/// <param name="At">When.</param>
/// <param name="Mark">What the mark stood at just before, in records.</param>
public sealed record ClearIntent(DateTimeOffset At, uint Mark);

/// <summary>What one run of the console leaves to the next.</summary>
public sealed record HostState
{
    /// <summary>End of the last committed window.</summary>
    public DateTimeOffset? CommittedTo { get; init; }

    /// <summary>Which boot of the source the counters belong to.</summary>
    public string? BootId { get; init; }

    /// <summary><c>lost</c> at the end of the last window.</summary>
    public uint? Lost { get; init; }

    /// <summary><c>backlog_wait_time_actual</c> at the end of the last window.</summary>
    public uint? WaitTicks { get; init; }

    /// <summary>The mark shown.</summary>
    public MarkShown? Mark { get; init; }

    /// <summary>A read-and-clear whose answer was never committed.</summary>
    public ClearIntent? Intent { get; init; }
}

/// <summary>A host the store knows.</summary>
/// <param name="Host">Its key.</param>
/// <param name="Source">Whose figures its windows are.</param>
/// <param name="Windows">How many windows are stored.</param>
/// <param name="Since">Start of the oldest.</param>
public sealed record KnownHost(string Host, HostSource Source, long Windows, DateTimeOffset? Since);

/// <summary>What an import did.</summary>
/// <param name="Added">Windows that are new.</param>
/// <param name="Unchanged">Windows that were there already.</param>
/// <param name="Overlapping">Windows left out because others cover their time.</param>
public sealed record ImportResult(int Added, int Unchanged, int Overlapping);
