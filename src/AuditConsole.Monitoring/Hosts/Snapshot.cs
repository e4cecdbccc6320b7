using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What a host said at one moment, and the mark shown then. Immutable.</summary>
public sealed record Snapshot
{
    /// <summary>When the answer arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The answer.</summary>
    public required AuditStatus Status { get; init; }

    /// <summary>How peaks of this host are known.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The mark since the operator's baseline.</summary>
    public required MarkShown Mark { get; init; }

    /// <summary>Peak of the last closed window, in records; <see langword="null"/> before the first.</summary>
    public uint? LastPeak { get; init; }

    /// <summary>Highest backlog known of the window under way, in records.</summary>
    public uint OpenPeak { get; init; }

    /// <summary>Start of the window under way.</summary>
    public DateTimeOffset OpenSince { get; init; }

    /// <summary>How long the audit subsystem has been holding our request; <see langword="null"/> when it is not.</summary>
    public TimeSpan? HeldFor { get; init; }

    /// <summary>Limit − peak of the last closed window or backlog now, whichever is higher; may be negative, <see langword="null"/> without a limit.</summary>
    public long? Headroom => Status.BacklogLimit == 0 ? null : Status.BacklogLimit - (long)Worst;

    /// <summary>The same peak over the limit; <see langword="null"/> without a limit.</summary>
    public double? Utilization => Status.BacklogLimit == 0 ? null : (double)Worst / Status.BacklogLimit;

    private uint Worst => Math.Max(LastPeak ?? 0, Status.Backlog);
}
