using AuditConsole.Advice.ExtremeValues;
using AuditConsole.Advice.Peaks;

namespace AuditConsole.Advice.Levels;

/// <summary>Chooses over how many hours peaks are taken together, and above which backlog they are fitted.</summary>
/// <remarks>
/// The shape of an extreme value distribution does not depend on the length of its blocks, once they are long enough
/// (Coles 2001, section 3.3). So the shortest blocks are taken whose shape stays where it is when they grow, which the
/// distribution fits, and whose highest peak is no surprise to it; short blocks are many, and make narrow intervals. Where hours or weekdays
/// differ, the busiest of them that are alike come first, then whole days. Where no blocks fit as a whole, the upper part alone is
/// fitted, with the rest counted as "not above".
/// </remarks>
internal static class TailChoice
{
    /// <summary>Fewest blocks with a known peak.</summary>
    public const int LeastBlocks = 30;

    // More blocks tell nothing more of the tail and take longer.
    private const int MostBlocks = 1_500;
    private const double LeastChance = 0.05;
    private const double LeastChanceOfHighest = 0.01;
    private const double MostErrors = 2.6;
    private const int Seed = 20;

    private static readonly double[] s_parts = [1, 0.5, 0.25, 0.1];

    /// <summary>Chooses.</summary>
    /// <param name="hours">The record.</param>
    /// <param name="rhythm">Whether hours of the day and days of the week differ.</param>
    /// <param name="leastHours">Hours that blocks must have for clusters of high peaks not to be counted twice.</param>
    /// <returns><see langword="null"/> where nothing fits.</returns>
    public static TailModel? Of(IReadOnlyList<HourPeak> hours, Rhythm rhythm, int leastHours)
    {
        var highest = hours.Max(hour => hour.Peak);
        foreach (var candidate in TailCandidate.Of(hours, rhythm, leastHours).Where(candidate => candidate.Known >= LeastBlocks && (candidate.Blocks.Count <= MostBlocks || candidate.Length == 24)))
        {
            // A mixture of busy and quiet hours follows the distribution in its highest part alone.
            foreach (var part in candidate.IsMixed ? s_parts[^1..] : s_parts)
            {
                if (Fitted(candidate, part, highest) is { } model && IsStable(model, part, candidate.Longer))
                {
                    return model;
                }
            }
        }

        return null;
    }

    private static TailModel? Fitted(TailCandidate candidate, double part, uint highest)
    {
        var blocks = candidate.Blocks;
        if (Observed(blocks, part) is not { } seen || GevFit.Of(seen.Observations) is not { } fit)
        {
            return null;
        }

        var above = seen.Above;
        var surprise = 1 - Math.Exp(-blocks.Count * fit.Gev.Rate(highest - 0.5));
        List<double> known = [.. blocks.Where(block => !block.IsAtLeast && !(block.Peak < above)).Select(block => (double)block.Peak)];
        if (surprise < LeastChanceOfHighest || GoodnessOfFit.Chance(known, above, Seed) is var chance && chance < LeastChance)
        {
            return null;
        }

        return new TailModel(
            candidate.Length, candidate.PerDay, candidate.BusyHours, candidate.BusyDays, blocks.Count, blocks.Count - candidate.Known, above, fit, chance, Clustering.ExtremalIndex([.. blocks.Select(block => block.Peak)]));
    }

    private static (List<Observation> Observations, double? Above)? Observed(List<PeakBlock> blocks, double part)
    {
        if (part == 1)
        {
            return (Grouped(blocks), null);
        }

        // Between two whole numbers, so that each peak lies on one side.
        var peaks = blocks.Select(block => block.Peak).Order().ToList();
        var above = peaks[(int)((1 - part) * peaks.Count)] - 0.5;
        var high = blocks.Where(block => block.Peak > above).ToList();
        var low = blocks.Where(block => block.Peak < above && !block.IsAtLeast).Count();
        return TailCandidate.KnownOf(high) < LeastBlocks || low == 0 ? null : ([.. Grouped(high), Observation.AtMost(above, low)], above);
    }

    private static List<Observation> Grouped(List<PeakBlock> blocks) =>
        [.. blocks.GroupBy(block => block.Observed).Select(same => same.Key with { Count = same.Count() })];

    // Longer blocks have to have the same shape, within what chance allows of blocks that are made of these.
    private static bool IsStable(TailModel model, double part, List<PeakBlock> longer) =>
        TailCandidate.KnownOf(longer) < LeastBlocks
        || Observed(longer, Math.Min(1, part * 2)) is not { } seen
        || GevFit.Of(seen.Observations) is not { StandardErrors: { } errors } fit
        || model.Fit.StandardErrors is not { } own
        || Math.Abs(fit.Gev.Shape - model.Fit.Gev.Shape)
            <= MostErrors * Math.Sqrt(Math.Max(0.25 * errors.Shape * errors.Shape, (errors.Shape * errors.Shape) - (own.Shape * own.Shape)));
}
