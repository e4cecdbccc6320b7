using MathNet.Numerics.Statistics;

namespace AuditConsole.Advice.Peaks;

/// <summary>A moment from which on peaks are of another size than before.</summary>
/// <remarks>
/// The ranks that each hour's peak has among the same hours of other days are averaged over days, or over six hours of a short
/// record, and their cumulative sum is compared with that of a Brownian bridge (Page, Biometrika 41 (1954) 100–115; Csörgő and
/// Horváth, Limit Theorems in Change-Point Analysis, Wiley 1997). Ranks keep one outlier from looking like a change.
/// </remarks>
/// <param name="At">When.</param>
/// <param name="Before">Median of the hours' peaks before, in records.</param>
/// <param name="After">And after.</param>
/// <param name="Chance">How likely such a difference is without any change.</param>
public sealed record RegimeChange(DateTimeOffset At, double Before, double After, double Chance)
{
    private const double Doubt = 0.001;
    private const double LeastRatio = 1.5;
    private const int LeastParts = 10;
    private const int LeastOnASide = 2;

    /// <summary>Looks for the clearest one; <see langword="null"/> where there is none.</summary>
    public static RegimeChange? Find(IReadOnlyList<HourPeak> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var byDay = PeakBlock.Of(hours, 24).Count >= LeastParts;
        var ranked = byDay ? RankedByHour(hours) : Ranks.Of([.. hours.Select(hour => (double)hour.Peak)]);
        var length = TimeSpan.TicksPerHour * (byDay ? 24 : 6);
        var parts = hours.Zip(ranked, (hour, rank) => (hour.Hour, Rank: rank))
            .GroupBy(hour => hour.Hour.UtcTicks / length)
            .Select(part => (From: part.First().Hour, Rank: part.Average(hour => hour.Rank)))
            .ToList();
        if (parts.Count < LeastParts || Split([.. parts.Select(part => part.Rank)]) is not { } split || split.Chance >= Doubt)
        {
            return null;
        }

        var at = parts[split.Index].From;
        var before = hours.Where(hour => hour.Hour < at).Select(hour => (double)hour.Peak).Median();
        var after = hours.Where(hour => hour.Hour >= at).Select(hour => (double)hour.Peak).Median();
        var (low, high) = (Math.Min(before, after), Math.Max(before, after));
        return high >= Math.Max(low, 1) * LeastRatio ? new RegimeChange(at, before, after, split.Chance) : null;
    }

    private static double[] RankedByHour(IReadOnlyList<HourPeak> hours)
    {
        var ranks = new double[hours.Count];
        foreach (var same in Enumerable.Range(0, hours.Count).GroupBy(i => hours[i].Hour.Hour))
        {
            int[] indexes = [.. same];
            foreach (var (index, rank) in indexes.Zip(Ranks.Of([.. indexes.Select(i => (double)hours[i].Peak)])))
            {
                ranks[index] = rank;
            }
        }

        return ranks;
    }

    private static (int Index, double Chance)? Split(double[] values)
    {
        var n = values.Length;
        var mean = values.Average();
        var (sum, furthest, index) = (0.0, 0.0, 0);
        for (var i = 1; i < n; i++)
        {
            sum += values[i - 1] - mean;
            if (i >= LeastOnASide && i <= n - LeastOnASide && Math.Abs(sum) > furthest)
            {
                (furthest, index) = (Math.Abs(sum), i);
            }
        }

        if (index == 0)
        {
            return null;
        }

        // The spread within the two sides, so that the change itself does not hide it.
        var spread = Math.Sqrt((Squares(values[..index]) + Squares(values[index..])) / (n - 2));
        if (spread == 0)
        {
            return (index, 0);
        }

        // The chance that a Brownian bridge goes this far, and how much likelier days that follow one another make it.
        var reach = furthest / (spread * Math.Sqrt(n * Inflation(values, index)));
        return (index, Math.Min(1, 2 * Math.Exp(-2 * reach * reach)));
    }

    private static double Squares(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean));
    }

    // By how much the variance of a mean exceeds that of independent values, from the first autocorrelation within the two sides.
    private static double Inflation(double[] values, int index)
    {
        var (before, after) = (values[..index].Average(), values[index..].Average());
        double[] residuals = [.. values.Select((value, i) => value - (i < index ? before : after))];
        var variance = residuals.Sum(residual => residual * residual);
        var correlation = variance == 0 ? 0 : Math.Clamp(residuals.Zip(residuals.Skip(1), (a, b) => a * b).Sum() / variance, 0, 0.8);
        return (1 + correlation) / (1 - correlation);
    }
}
