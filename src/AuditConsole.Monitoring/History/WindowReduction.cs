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

        return rows;
    }

    /// <summary>One row for two neighbours, the earlier one first.</summary>
    public static PollWindow Join(PollWindow first, PollWindow second)
    {
        var highest = Stronger(first, second);
        return second with
        {
            Seq = first.Seq,
            From = first.From,
            Peak = highest.Peak,
            PeakAt = highest.PeakAt,
            Tier = highest.Tier,
            Bound = highest.Bound,
            Recovered = first.Recovered || second.Recovered,
            BacklogLimit = OverLimit(first, second),
            Lost = Sum(first.Lost, second.Lost),
            WaitTicks = Sum(first.WaitTicks, second.WaitTicks),
            Wait = first.Wait is null ? second.Wait : first.Wait + (second.Wait ?? TimeSpan.Zero),
            Mean = Mean(first, second),
            P50 = null,
            P99 = null,
            Blind = first.Blind + second.Blind,
            Gap = first.Gap || second.Gap,
            Windows = first.Windows + second.Windows,
        };
    }

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
