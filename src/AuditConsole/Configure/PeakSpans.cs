using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Configure;

/// <summary>The peaks of the windows of the last day and of the last seven days, for comparing them with a limit. Immutable.</summary>
public sealed class PeakSpans
{
    /// <summary>The longer of the two spans.</summary>
    public static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The shorter.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Every window of a day down to 4.3 s; shorter ones are taken together, and their highest peaks are kept.
    private const int RowsADay = 20_000;

    private readonly IReadOnlyList<Peak> _peaks;

    private PeakSpans(IReadOnlyList<Peak> peaks, DateTimeOffset now) => (_peaks, Now) = (peaks, now);

    /// <summary>None.</summary>
    public static PeakSpans Empty { get; } = new([], DateTimeOffset.MinValue);

    /// <summary>When they were read.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Reads them, a day at a time.</summary>
    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public static async Task<PeakSpans> ReadAsync(IHistory history, string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);
        var peaks = new List<Peak>();
        for (var from = now - Week; from < now; from += Day)
        {
            var rows = await history.PollsAsync(host, from, from + Day, RowsADay, cancellationToken);
            // A window across two days is found in both.
            peaks.AddRange(rows.Where(row => row.From >= from || from == now - Week).Select(row => new Peak(row.To, row.Peak, row.Windows, row.BacklogLimit != 0 && row.Peak > row.BacklogLimit, row.Bound == Bound.AtLeast)));
        }

        return new PeakSpans(peaks, now);
    }

    /// <summary>How a limit compares with what a span held.</summary>
    /// <param name="span">The last day or the last seven.</param>
    /// <param name="limit">The limit in records; 0 = none.</param>
    public SpanEffect Compare(TimeSpan span, uint limit)
    {
        List<Peak> within = [.. _peaks.Where(peak => peak.To > Now - span)];
        var highest = within.Count == 0 ? (uint?)null : within.Max(peak => peak.Records);
        return new SpanEffect(
            span,
            within.Count,
            within.Sum(peak => peak.Windows),
            limit == 0 ? 0 : within.Count(peak => peak.Records >= limit),
            highest,
            limit == 0 || highest is null ? null : limit - (long)highest,
            within.Count(peak => peak.WasOverLimit),
            within.Any(peak => peak.IsLowerBound));
    }

    private readonly record struct Peak(DateTimeOffset To, uint Records, int Windows, bool WasOverLimit, bool IsLowerBound);
}

/// <summary>How a limit compares with what a span held.</summary>
/// <param name="Span">How long.</param>
/// <param name="Rows">How many peaks are compared: one of each window, or of several short ones.</param>
/// <param name="Windows">How many windows they stand for.</param>
/// <param name="AtOrOver">How many of the peaks reach the limit or exceed it: with it, tasks would have waited or records been lost.</param>
/// <param name="HighestPeak">In records; <see langword="null"/> where there are none.</param>
/// <param name="Headroom">The limit less the highest peak, in records; may be negative, <see langword="null"/> without a limit or a peak.</param>
/// <param name="OverTheirLimit">How many peaks exceeded the limit of their own time, so that it is not known how high they would have been.</param>
/// <param name="LowerBounds">Whether any of the peaks is known as a lower bound alone.</param>
public sealed record SpanEffect(
    TimeSpan Span, int Rows, int Windows, int AtOrOver, uint? HighestPeak, long? Headroom, int OverTheirLimit, bool LowerBounds);
