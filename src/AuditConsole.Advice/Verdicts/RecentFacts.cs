using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Advice.Verdicts;

/// <summary>What happened under the present limit, within the last 30 days. Immutable.</summary>
public sealed record RecentFacts
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(30);

    /// <summary>When it begins.</summary>
    public DateTimeOffset? From { get; private init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? To { get; private init; }

    /// <summary>Hours with windows.</summary>
    public int Hours { get; private init; }

    /// <summary>The highest backlog known, in records.</summary>
    public uint Highest { get; private init; }

    /// <summary>When it was.</summary>
    public DateTimeOffset? HighestAt { get; private init; }

    /// <summary>Whether a higher one may have been missed.</summary>
    public bool MayHaveMissed { get; private init; }

    /// <summary>Windows over the limit.</summary>
    public int OverLimit { get; private init; }

    /// <summary>Seconds that tasks waited, summed; where the tick is not known, any number above 0 says that they did.</summary>
    public double WaitSeconds { get; private init; }

    /// <summary>Records lost for the limit.</summary>
    public long LostForLimit { get; private init; }

    /// <summary>Records lost for other causes, the most frequent first.</summary>
    public IReadOnlyList<LossShare> LostElsewhere { get; private init; } = [];

    /// <summary>Records lost for a reason that cannot be told.</summary>
    public long LostUnexplained { get; private init; }

    /// <summary>Records lost before the console watched this boot, which no window shows.</summary>
    public long LostBefore { get; private init; }

    /// <summary>Time-weighted mean backlog, in records; <see langword="null"/> when not known.</summary>
    public double? Mean { get; private init; }

    /// <summary>How long the backlog stood at each depth; <see langword="null"/> when not known.</summary>
    public BacklogHistogram? Histogram { get; private init; }

    /// <summary>Everything lost that is counted and known to have been while watched.</summary>
    public long Lost => LostForLimit + LostUnexplained + LostElsewhere.Sum(loss => loss.Records ?? 0);

    /// <summary>Reads the rows of hours back to where the limit was another.</summary>
    /// <param name="hours">A row for each hour, oldest first.</param>
    /// <param name="limit">The present limit.</param>
    public static RecentFacts Of(IReadOnlyList<PollWindow> hours, uint limit)
    {
        ArgumentNullException.ThrowIfNull(hours);
        List<PollWindow> rows = [.. hours.Reverse().TakeWhile(row => row.BacklogLimit == limit && row.To > hours[^1].To - Span)];
        rows.Reverse();
        if (rows.Count == 0)
        {
            return new RecentFacts();
        }

        var losses = rows.SelectMany(LossesOf).ToLookup(loss => loss.Cause);
        long Sum(LossCause cause) => losses[cause].Sum(loss => loss.Records ?? 0);
        var highest = rows.MaxBy(row => row.Peak)!;
        return new RecentFacts
        {
            From = rows[0].From,
            To = rows[^1].To,
            Hours = rows.Count,
            Highest = highest.Peak,
            HighestAt = highest.PeakAt ?? highest.From,
            MayHaveMissed = rows.Any(row => row.Tiers.Tiers.Contains(Tier.Sampled)),
            OverLimit = rows.Sum(row => row.OverLimitWindows),
            WaitSeconds = rows.Sum(row => row.Wait?.TotalSeconds ?? row.WaitTicks ?? 0),
            LostForLimit = Sum(LossCause.BacklogLimit),
            LostUnexplained = Sum(LossCause.Unknown),
            LostBefore = Sum(LossCause.BeforeStart),
            LostElsewhere =
            [
                .. losses.Where(cause => cause.Key is not (LossCause.BacklogLimit or LossCause.Unknown or LossCause.BeforeStart))
                    .Select(cause => new LossShare(cause.Key, cause.Sum(loss => loss.Records ?? 0), cause.First().Evidence))
                    .OrderByDescending(loss => loss.Records),
            ],
            Mean = MeanOf(rows),
            Histogram = HistogramOf(rows),
        };
    }

    /// <summary>Mean backlog over rows, in records; <see langword="null"/> when not known.</summary>
    public static double? MeanOf(IReadOnlyList<PollWindow> rows)
    {
        List<PollWindow> known = [.. rows.Where(row => row.Mean is not null)];
        var time = known.Sum(TimeOf);
        return time > 0 ? known.Sum(row => row.Mean!.Value * TimeOf(row)) / time : null;
    }

    /// <summary>How long the backlog stood at each depth over rows; <see langword="null"/> when not known.</summary>
    public static BacklogHistogram? HistogramOf(IReadOnlyList<PollWindow> rows)
    {
        List<BacklogHistogram> known = [.. rows.Select(row => row.Histogram).OfType<BacklogHistogram>()];
        return known.Count == 0 ? null : BacklogHistogram.Of(known.SelectMany(histogram => histogram.Buckets));
    }

    private static double TimeOf(PollWindow row) => (row.To - row.From - row.Unwatched).TotalSeconds;

    // A window of an import may not say why: then the peak decides, as far as it can.
    private static IEnumerable<LossShare> LossesOf(PollWindow row)
    {
        IReadOnlyList<LossShare> told = row.Details?.Losses ?? [];
        if (told.Count > 0)
        {
            return told;
        }

        return row.Lost is not > 0 ? []
            : row.OverLimitWindows > 0 ? [new(LossCause.BacklogLimit, row.Lost, "The backlog was over the limit.")]
            : row.BacklogLimit != 0 && row.Tiers.Tiers.Contains(Tier.Sampled) ? [new(LossCause.Unknown, row.Lost, "The backlog may have been over the limit between two looks.")]
            : [new(LossCause.RetryQueue, row.Lost, $"The backlog stayed within its limit: its peak was {row.Peak}.")];
    }
}
