namespace AuditConsole.Monitoring.Windows;

/// <summary>The time between two polls, [<see cref="From"/>, <see cref="To"/>), or several of them taken together.</summary>
/// <remarks>Windows of one host tile time. A value that is not known is <see langword="null"/>, never 0.</remarks>
public sealed record PollWindow
{
    // Of a row that stands for one window these follow from the rest.
    private readonly uint? _peakMin;
    private readonly int? _overLimitWindows;
    private readonly TimeSpan? _unwatched;
    private readonly TierSet? _tiers;

    /// <summary>The host the window belongs to.</summary>
    public required string Host { get; init; }

    /// <summary>Number within the host, rising by one with each window; 0 until it is committed.</summary>
    public long Seq { get; init; }

    /// <summary>Start, inclusive, in whole milliseconds.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End, exclusive, in whole milliseconds.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The highest backlog within the window, in records.</summary>
    public uint Peak { get; init; }

    /// <summary>When the peak was first seen, as near as the samples tell.</summary>
    public DateTimeOffset? PeakAt { get; init; }

    /// <summary>Whether the peak is the true one or a lower bound.</summary>
    public Bound Bound { get; init; }

    /// <summary>How the peak is known.</summary>
    public Tier Tier { get; init; }

    /// <summary>Whether the peak is known from elsewhere: from what was written down before a read-and-clear whose answer was lost, or from the record of somebody else's.</summary>
    public bool Recovered { get; init; }

    /// <summary>The backlog at the end, in records.</summary>
    public uint Backlog { get; init; }

    /// <summary>The limit at the end, in records; 0 = no limit.</summary>
    public uint BacklogLimit { get; init; }

    /// <summary>Records lost within the window.</summary>
    public long? Lost { get; init; }

    /// <summary>Time waited within the window, summed over all tasks, in ticks of the kernel's clock.</summary>
    public long? WaitTicks { get; init; }

    /// <summary>The same as a time, where the tick is known.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Mean backlog, in records: weighted by time where the source keeps statistics, else over the samples.</summary>
    public double? Mean { get; init; }

    /// <summary>Median backlog, in records, likewise; at tier <see cref="Tier.Probe"/> over the records that left the queue.</summary>
    public uint? P50 { get; init; }

    /// <summary>99th percentile of the backlog, in records, likewise.</summary>
    public uint? P99 { get; init; }

    /// <summary>How long the backlog stood at each depth, in watched milliseconds, as far as those who told it saw; <see langword="null"/> where nobody did.</summary>
    public BacklogHistogram? Histogram { get; init; }

    /// <summary>How much of the window a higher backlog could have hidden in; for an exact peak, how much no sample covers.</summary>
    public TimeSpan Blind { get; init; }

    /// <summary>Whether the monitor was blind for part of the window.</summary>
    public bool Gap { get; init; }

    /// <summary>How many stored windows this one stands for.</summary>
    public int Windows { get; init; } = 1;

    /// <summary>The lowest peak of the windows it stands for.</summary>
    public uint PeakMin
    {
        get => _peakMin ?? Peak;
        init => _peakMin = value;
    }

    /// <summary>How many of them went over their limit.</summary>
    public int OverLimitWindows
    {
        get => _overLimitWindows ?? (OverLimit ? 1 : 0);
        init => _overLimitWindows = value;
    }

    /// <summary>How much of it nobody watched.</summary>
    public TimeSpan Unwatched
    {
        get => _unwatched ?? (Gap ? Blind : TimeSpan.Zero);
        init => _unwatched = value;
    }

    /// <summary>How the peaks of its windows are known.</summary>
    public TierSet Tiers
    {
        get => _tiers ?? TierSet.Of(Tier);
        init => _tiers = value;
    }

    /// <summary>What explains the peak and the losses; <see langword="null"/> where nothing does.</summary>
    public WindowDetails? Details { get; init; }

    /// <summary>Whether the backlog went over a limit: by its peak, or because the kernel held a request of ours, which it does only then.</summary>
    public bool OverLimit => BacklogLimit != 0 && (Peak > BacklogLimit || Details?.Held > TimeSpan.Zero);
}
