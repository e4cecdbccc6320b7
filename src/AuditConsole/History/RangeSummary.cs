using AuditConsole.Components;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.History;

/// <summary>A stretch of time in five figures.</summary>
/// <param name="Highest">The row with the highest peak; <see langword="null"/> without any window.</param>
/// <param name="Bound">Whether the highest peak is the true one, or some window's is only a lower bound.</param>
/// <param name="Windows">How many windows were stored.</param>
/// <param name="OverLimit">How many went over their limit.</param>
/// <param name="OverLimitBound">Whether that is all, or rows stand for several windows.</param>
/// <param name="Lost">Records lost, as far as known.</param>
/// <param name="LostUnknown">Whether some window's losses are not known.</param>
/// <param name="Waited">Time waited, summed over all tasks; <see langword="null"/> where no window knows it.</param>
/// <param name="NotWatched">Time of the gaps.</param>
/// <param name="Gaps">How many gaps.</param>
public sealed record RangeSummary(
    PollWindow? Highest, Bound Bound, long Windows, long OverLimit, Bound OverLimitBound, long Lost, bool LostUnknown, TimeSpan? Waited, TimeSpan NotWatched, int Gaps)
{
    /// <summary>Sums up rows of the history, oldest first.</summary>
    public static RangeSummary Of(IReadOnlyList<PollWindow> rows)
    {
        var over = rows.Where(row => row.OverLimit).ToList();
        var waits = rows.Where(row => row.Wait is not null).ToList();
        var gaps = rows.Where(row => row.Gap).ToList();
        return new RangeSummary(
            rows.MaxBy(row => row.Peak),
            rows.Any(row => row.Bound == Bound.AtLeast) ? Bound.AtLeast : Bound.Exact,
            rows.Sum(row => (long)row.Windows),
            over.Count,
            over.Any(row => row.Windows > 1) ? Bound.AtLeast : Bound.Exact,
            rows.Sum(row => row.Lost ?? 0),
            rows.Any(row => row.Lost is null),
            waits.Count == 0 ? null : TimeSpan.FromTicks(waits.Sum(row => row.Wait!.Value.Ticks)),
            TimeSpan.FromTicks(gaps.Sum(row => row.Blind.Ticks)),
            gaps.Count);
    }

    /// <summary>The answer to "when were the peaks, how high, and what happened then?".</summary>
    public string Sentence(DateTimeOffset now)
    {
        if (Highest is null)
        {
            return "Nothing is stored for this time.";
        }

        var lost = Lost > 0 ? $"; {(LostUnknown ? "at least " : "")}{Words.Of(Lost, "record was", "records were")} lost" : "";
        return OverLimit > 0
            ? $"The limit was exceeded in {(OverLimitBound == Bound.AtLeast ? "at least " : "")}{Words.Of(OverLimit, "window")}{lost}."
            : $"{(Bound == Bound.AtLeast ? "No peak that was seen" : "No peak")} went over the limit: the highest was {(Bound == Bound.AtLeast ? "at least " : "")}{Words.Count(Highest.Peak)}, at {Words.Clock(PeakTime, now)}{lost}.";
    }

    /// <summary>What the sentence rests on.</summary>
    public string Second(DateTimeOffset now)
    {
        if (Highest is null)
        {
            return "The console was not watching then, or what it stored is older than is kept.";
        }

        var highest = OverLimit > 0 ? $"The highest peak was {(Bound == Bound.AtLeast ? "at least " : "")}{Words.Count(Highest.Peak)}, at {Words.Clock(PeakTime, now)}. " : "";
        return Bound == Bound.AtLeast ? $"{highest}Some windows were only sampled or lost an answer, so their peaks are lower bounds." : $"{highest}Every peak is exact.";
    }

    /// <summary>When the highest peak was, as near as is known.</summary>
    public DateTimeOffset PeakTime => Highest is null ? default : Highest.PeakAt ?? Highest.From;
}
