using MathNet.Numerics.Distributions;

namespace AuditConsole.Advice.Peaks;

/// <summary>Whether peaks depend on the hour of the day or on the day of the week, in UTC.</summary>
/// <remarks>By the test of Kruskal and Wallis, Journal of the American Statistical Association 47 (1952) 583–621.</remarks>
/// <param name="ByHour">Chance of differences between hours of the day as large as these if there were none; <see langword="null"/> below 4 days.</param>
/// <param name="ByWeekday">The same between days of the week, for the highest peaks of days; <see langword="null"/> below 3 weeks.</param>
public readonly record struct Rhythm(double? ByHour, double? ByWeekday)
{
    /// <summary>Below this chance a difference is taken for real.</summary>
    public const double Doubt = 0.001;

    /// <summary>Whether hours of the day differ.</summary>
    public bool HoursDiffer => ByHour < Doubt;

    /// <summary>Whether days of the week differ.</summary>
    public bool WeekdaysDiffer => ByWeekday < Doubt;

    /// <summary>The hours of the day, or the days of the week, that are alike and have the highest peaks; all of them where they do not differ.</summary>
    /// <remarks>Those with the lowest peaks are left out one by one until the rest do not differ any more.</remarks>
    internal static HashSet<int> Busiest(IEnumerable<(uint Peak, int Group)> peaks)
    {
        List<(double Value, int Group)> values = [.. peaks.Select(peak => ((double)peak.Peak, peak.Group))];
        var ranks = Ranks.Of([.. values.Select(value => value.Value)]);
        List<int> groups = [.. values.Zip(ranks, (value, rank) => (value.Group, Rank: rank)).GroupBy(value => value.Group).OrderByDescending(group => group.Average(value => value.Rank)).Select(group => group.Key)];
        while (groups.Count > 1 && Differences([.. values.Where(value => groups.Contains(value.Group))]) < Alike)
        {
            groups.RemoveAt(groups.Count - 1);
        }

        return [.. groups];
    }

    // Groups that stay together have to be alike more clearly than different ones have to differ.
    private const double Alike = 0.02;

    /// <summary>Looks for both.</summary>
    /// <param name="hours">Hours whose peaks can be compared: those that were sampled are lower than they were.</param>
    public static Rhythm Of(IReadOnlyList<HourPeak> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        var days = PeakBlock.Of(hours, 24);
        return new Rhythm(
            hours.Count < 4 * 24 ? null : Differences([.. hours.Select(hour => ((double)hour.Peak, hour.Hour.Hour))]),
            days.Count < 21 ? null : Differences([.. days.Select(day => ((double)day.Peak, (int)day.From.DayOfWeek))]));
    }

    private static double Differences(IReadOnlyList<(double Value, int Group)> values)
    {
        var n = values.Count;
        var ranks = Ranks.Of([.. values.Select(value => value.Value)]);
        var groups = values.Zip(ranks, (value, rank) => (value.Group, Rank: rank)).GroupBy(value => value.Group).ToList();
        var mean = ranks.Average();
        // Dividing by the variance of the ranks themselves accounts for equal values.
        var variance = ranks.Sum(rank => (rank - mean) * (rank - mean)) / (n - 1);
        if (variance == 0 || groups.Count < 2)
        {
            return 1;
        }

        var statistic = groups.Sum(group => group.Count() * Math.Pow(group.Average(value => value.Rank) - mean, 2)) / variance;
        return 1 - ChiSquared.CDF(groups.Count - 1, statistic);
    }
}
