using AuditConsole.Components;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.History;

/// <summary>A stretch of time in five figures.</summary>
/// <param name="Highest">The row with the highest peak; <see langword="null"/> without any window.</param>
/// <param name="Bound">Whether the highest peak is the true one, or some window's is only a lower bound.</param>
/// <param name="Windows">How many windows were stored.</param>
/// <param name="OverLimit">How many went over their limit.</param>
/// <param name="Lost">Records lost, as far as known.</param>
/// <param name="LostUnknown">Whether some window's losses are not known.</param>
/// <param name="Waited">Time waited, summed over all tasks; <see langword="null"/> where no window knows it.</param>
/// <param name="NotWatched">Time of the gaps.</param>
/// <param name="Gaps">How many gaps.</param>
public sealed record RangeSummary(
    PollWindow? Highest, Bound Bound, long Windows, long OverLimit, long Lost, bool LostUnknown, TimeSpan? Waited, TimeSpan NotWatched, int Gaps)
{
    /// <summary>Sums up rows of the history, oldest first.</summary>
    public static RangeSummary Of(IReadOnlyList<PollWindow> rows)
    {
        var waits = rows.Where(row => row.Wait is not null).ToList();
        var gaps = rows.Where(row => row.Gap).ToList();
        return new RangeSummary(
            rows.MaxBy(row => row.Peak),
            rows.Any(row => row.Bound == Bound.AtLeast) ? Bound.AtLeast : Bound.Exact,
            rows.Sum(row => (long)row.Windows),
            rows.Sum(row => (long)row.OverLimitWindows),
            rows.Sum(row => row.Lost ?? 0),
            rows.Any(row => row.Lost is null),
            waits.Count == 0 ? null : TimeSpan.FromTicks(waits.Sum(row => row.Wait!.Value.Ticks)),
            TimeSpan.FromTicks(gaps.Sum(row => row.Unwatched.Ticks)),
            gaps.Count);
    }

    /// <summary>The answer to "when were the peaks, how high, and what happened then?".</summary>
    public string Sentence(DateTimeOffset now)
    {
        if (Highest is null)
        {
            return HistoryText.NothingStored;
        }

        var peak = OverLimit > 0
            ? Words.Counted(OverLimit, HistoryText.ExceededOne, HistoryText.ExceededMany)
            : Words.Say(IsLowerBound ? HistoryText.NoPeakSeenOver : HistoryText.NoPeakOver, Words.Count(Highest.Peak), Words.Clock(PeakTime, now));
        return Lost == 0 ? Words.Say(HistoryText.OneClause, peak) : Words.Say(HistoryText.TwoClauses, peak, LostUnknown
            ? Words.Counted(Lost, HistoryText.LostAtLeastOne, HistoryText.LostAtLeastMany)
            : Words.Counted(Lost, HistoryText.LostOne, HistoryText.LostMany));
    }

    /// <summary>What the sentence rests on.</summary>
    public string Second(DateTimeOffset now)
    {
        if (Highest is null)
        {
            return HistoryText.NotStoredWhy;
        }

        var known = IsLowerBound ? HistoryText.LowerBounds : HistoryText.EveryExact;
        return OverLimit == 0 ? known
            : $"{Words.Say(IsLowerBound ? HistoryText.HighestWasAtLeast : HistoryText.HighestWas, Words.Count(Highest.Peak), Words.Clock(PeakTime, now))} {known}";
    }

    /// <summary>When the highest peak was, as near as is known.</summary>
    public DateTimeOffset PeakTime => Highest is null ? default : Highest.PeakAt ?? Highest.From;

    private bool IsLowerBound => Bound == Bound.AtLeast;
}
