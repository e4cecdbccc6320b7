using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History;

/// <summary>Takes neighbouring windows together so that none of their peaks disappears.</summary>
internal static class WindowReduction
{
    /// <summary>Reduces <paramref name="count"/> ordered windows to at most <paramref name="points"/> rows.</summary>
    public static List<PollWindow> Reduce(IEnumerable<PollWindow> ordered, long count, int points)
    {
        if (count <= points)
        {
            return [.. ordered];
        }

        var rows = new List<PollWindow>(points);
        long index = 0, row = -1;
        foreach (var window in ordered)
        {
            // Spreads the windows evenly: row r takes those whose index lies in [r·count/points, (r+1)·count/points).
            var target = Math.Min(index++ * points / count, points - 1);
            if (target == row)
            {
                rows[^1] = Join(rows[^1], window);
            }
            else
            {
                row = target;
                rows.Add(window);
            }
        }

        return rows.ConvertAll(Finish);
    }

    /// <summary>Takes ordered windows together that begin within the same hour of UTC.</summary>
    public static List<PollWindow> ByHour(IEnumerable<PollWindow> ordered)
    {
        var rows = new List<PollWindow>();
        foreach (var window in ordered)
        {
            if (rows.Count > 0 && HourOf(rows[^1]) == HourOf(window))
            {
                rows[^1] = Join(rows[^1], window);
            }
            else
            {
                rows.Add(window);
            }
        }

        return rows.ConvertAll(Finish);
    }

    private static long HourOf(PollWindow window) => window.From.UtcTicks / TimeSpan.TicksPerHour;

    /// <summary>One row for two, in whatever order they come; it stands for what both stand for.</summary>
    public static PollWindow Join(PollWindow one, PollWindow other)
    {
        var (first, second) = one.From <= other.From ? (one, other) : (other, one);
        var last = first.To > second.To ? first : second;
        var highest = Stronger(first, second);
        return last with
        {
            Seq = first.Seq == 0 ? second.Seq : first.Seq,
            From = first.From,
            Peak = highest.Peak,
            PeakAt = highest.PeakAt,
            PeakMin = Math.Min(first.PeakMin, second.PeakMin),
            Tier = highest.Tier,
            Tiers = first.Tiers | second.Tiers,
            Bound = highest.Bound,
            Recovered = first.Recovered || second.Recovered,
            BacklogLimit = OverLimit(first, second),
            OverLimitWindows = first.OverLimitWindows + second.OverLimitWindows,
            Lost = Sum(first.Lost, second.Lost),
            WaitTicks = Sum(first.WaitTicks, second.WaitTicks),
            Wait = first.Wait is null ? second.Wait : first.Wait + (second.Wait ?? TimeSpan.Zero),
            Mean = Mean(first, second),
            Blind = first.Blind + second.Blind,
            Unwatched = first.Unwatched + second.Unwatched,
            Gap = first.Gap || second.Gap,
            Windows = first.Windows + second.Windows,
            Details = WindowDetails.Join(first.Details, second.Details, highest.Details),
            P50 = null,
            P99 = null,
            Histogram = first.Histogram is { } a && second.Histogram is { } b ? a.Plus(b) : first.Histogram ?? second.Histogram,
        };
    }

    /// <summary>The row with the quantiles that its histogram tells.</summary>
    public static PollWindow Finish(PollWindow row) =>
        row.Histogram is { } histogram ? row with { P50 = histogram.Quantile(0.50, row.Peak), P99 = histogram.Quantile(0.99, row.Peak) } : row;

    // Of two equal peaks the one less surely known decides, so that a column never claims more than its windows.
    private static PollWindow Stronger(PollWindow first, PollWindow second) =>
        first.Peak != second.Peak ? (first.Peak > second.Peak ? first : second)
        : first.Tier <= second.Tier ? first : second;

    // A row that went over the limit of one of its windows keeps that limit, or the excess would disappear.
    private static uint OverLimit(PollWindow first, PollWindow second) =>
        !second.OverLimit && first.OverLimit ? first.BacklogLimit : second.BacklogLimit;

    private static long? Sum(long? first, long? second) => first is null ? second : first + (second ?? 0);

    private static double? Mean(PollWindow first, PollWindow second)
    {
        if (first.Mean is not { } a || second.Mean is not { } b)
        {
            return first.Mean ?? second.Mean;
        }

        var firstTime = (first.To - first.From - first.Blind).TotalSeconds;
        var secondTime = (second.To - second.From - second.Blind).TotalSeconds;
        return firstTime + secondTime > 0 ? (a * firstTime + b * secondTime) / (firstTime + secondTime) : (a + b) / 2;
    }
}
