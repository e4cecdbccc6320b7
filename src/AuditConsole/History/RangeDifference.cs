using AuditConsole.Components;
using AuditConsole.Monitoring;

namespace AuditConsole.History;

/// <summary>How a figure of one time differs from the same of the time before, in words: <c>before 212 (+37)</c>.</summary>
public static class RangeDifference
{
    private static string NothingBefore => HistoryText.NothingBefore;

    /// <summary>The highest peaks.</summary>
    public static string Peak(RangeSummary now, RangeSummary before) => before.Highest is null
        ? NothingBefore
        : Told(Words.AtLeast(before.Highest.Peak, before.Bound), now.Highest is { } highest ? (long)highest.Peak - before.Highest.Peak : null, Words.Count);

    /// <summary>Windows over their limit.</summary>
    public static string OverLimit(RangeSummary now, RangeSummary before) => Counts(now, before, Bound.Exact, summary => summary.OverLimit);

    /// <summary>Records lost.</summary>
    public static string Lost(RangeSummary now, RangeSummary before) => Counts(now, before, before.LostUnknown ? Bound.AtLeast : Bound.Exact, summary => summary.Lost);

    /// <summary>Time waited.</summary>
    public static string Waited(RangeSummary now, RangeSummary before) => Times(now.Waited, before.Waited, before);

    /// <summary>Time not watched.</summary>
    public static string NotWatched(RangeSummary now, RangeSummary before) => Times(now.Highest is null ? null : now.NotWatched, before.NotWatched, before);

    private static string Counts(RangeSummary now, RangeSummary before, Bound bound, Func<RangeSummary, long> figure) => before.Highest is null
        ? NothingBefore
        : Told(Words.AtLeast(figure(before), bound), now.Highest is null ? null : figure(now) - figure(before), Words.Count);

    private static string Times(TimeSpan? now, TimeSpan? before, RangeSummary summary) => summary.Highest is null
        ? NothingBefore
        : Told(
            before is { } known ? Words.Time(known) : Words.Unknown,
            now is { } a && before is { } b ? (a - b).Ticks : null,
            ticks => Words.Time(TimeSpan.FromTicks(ticks)));

    private static string Told(string before, long? difference, Func<long, string> words) => difference switch
    {
        null => Words.Say(HistoryText.Before, before),
        0 => Words.Say(HistoryText.BeforeSame, before),
        > 0 => Words.Say(HistoryText.BeforeMore, before, words(difference.Value)),
        _ => Words.Say(HistoryText.BeforeLess, before, words(difference.Value)),
    };
}
