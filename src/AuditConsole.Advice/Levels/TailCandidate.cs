using AuditConsole.Advice.Peaks;

namespace AuditConsole.Advice.Levels;

/// <summary>One way of taking peaks together.</summary>
/// <param name="Length">Hours of a block.</param>
/// <param name="PerDay">Blocks a day, on average over a week.</param>
/// <param name="BusyHours">The hours of the day that it takes; <see langword="null"/> for all.</param>
/// <param name="BusyDays">The days of the week that it takes; <see langword="null"/> for all.</param>
/// <param name="Blocks">The blocks.</param>
/// <param name="Longer">The same in longer blocks, whose shape has to be the same.</param>
internal sealed record TailCandidate(int Length, double PerDay, HashSet<int>? BusyHours, HashSet<int>? BusyDays, List<PeakBlock> Blocks, List<PeakBlock> Longer)
{
    private const double LeastShareOfHighest = 0.7;
    private static readonly int[] s_lengths = [1, 2, 3, 4, 6, 8, 12, 24];

    /// <summary>How many blocks have a known peak.</summary>
    public int Known => KnownOf(Blocks);

    /// <summary>Whether busy and quiet times share its blocks.</summary>
    public bool IsMixed { get; private init; }

    /// <summary>All that a record allows, the first to be tried first.</summary>
    /// <param name="hours">The record.</param>
    /// <param name="rhythm">Whether hours of the day and days of the week differ.</param>
    /// <param name="least">Hours that blocks must have, for clusters of high peaks not to be counted twice.</param>
    public static IEnumerable<TailCandidate> Of(IReadOnlyList<HourPeak> hours, Rhythm rhythm, int least)
    {
        var days = rhythm.WeekdaysDiffer ? Rhythm.Busiest(PeakBlock.Of(hours, 24).Select(day => (day.Peak, (int)day.From.DayOfWeek))) : null;
        List<HourPeak> within = [.. hours.Where(hour => days?.Contains((int)hour.Hour.DayOfWeek) != false)];
        var held = HighestHeld(hours, within);
        if (days is not null && held < LeastShareOfHighest)
        {
            (days, within, held) = (null, [.. hours], 1);
        }

        // High peaks of the time that is left out come on top.
        var share = (days?.Count ?? 7) / 7.0 / held;
        if (rhythm.HoursDiffer)
        {
            var busy = Rhythm.Busiest(within.Select(hour => (hour.Peak, hour.Hour.Hour)));
            List<HourPeak> busiest = [.. within.Where(hour => busy.Contains(hour.Hour.Hour))];
            if (HighestHeld(within, busiest) is var part and >= LeastShareOfHighest)
            {
                yield return new(1, busy.Count * share / part, busy, days, PeakBlock.Of(busiest, 1), PeakBlock.Of(within, 24));
            }

            yield return Whole(24);
        }

        foreach (var length in s_lengths.Where(length => length >= least && !(rhythm.HoursDiffer && length == 24)))
        {
            yield return Whole(length) with { IsMixed = rhythm.HoursDiffer };
        }

        TailCandidate Whole(int length) => new(length, 24.0 / length * share, null, days, PeakBlock.Of(within, length), PeakBlock.Of(within, length * 2));
    }

    /// <summary>How many of these blocks have a known peak.</summary>
    public static int KnownOf(List<PeakBlock> blocks) => blocks.Count(block => !block.IsAtLeast);

    // The share of the highest peaks that some of the hours hold.
    private static double HighestHeld(IReadOnlyList<HourPeak> all, List<HourPeak> some)
    {
        var kept = some.Select(hour => hour.Hour).ToHashSet();
        var highest = all.OrderByDescending(hour => hour.Peak).Take(Math.Max(20, all.Count / 20)).ToList();
        return (double)highest.Count(hour => kept.Contains(hour.Hour)) / highest.Count;
    }
}
