namespace AuditConsole.Monitoring.History.Sql;

/// <summary>How much time a row stands for: one window, or all windows that begin within the same span.</summary>
/// <remarks>
/// The spans divide one another, and no two neighbours are further apart than a factor of 6: whatever the width of a column,
/// some level has between one and six rows for each, so that no chart reads more than that.
/// </remarks>
internal static class Level
{
    /// <summary>Single windows.</summary>
    public const int Raw = 0;

    /// <summary>The level that only hosts with short windows have.</summary>
    public const int Fine = 1;

    /// <summary>The level whose rows stand for an hour.</summary>
    public const int Hour = 5;

    /// <summary>The longest span: one day, in milliseconds.</summary>
    public const long Day = 86_400_000;

    private static readonly long[] s_spans = [0, 10_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, Day];

    /// <summary>The level with the longest span.</summary>
    public const int Last = 7;

    /// <summary>Windows shorter than this have level <see cref="Fine"/>.</summary>
    public const long ShortWindow = 5_000;

    /// <summary>Length of a level's span, in milliseconds.</summary>
    public static long Span(int level) => s_spans[level];

    /// <summary>Start of the span that a time lies in.</summary>
    public static long Floor(int level, long time) => time - (((time % s_spans[level]) + s_spans[level]) % s_spans[level]);

    /// <summary>The first start of a span at or after a time.</summary>
    public static long Ceiling(int level, long time) => Floor(level, time + s_spans[level] - 1);

    /// <summary>For how long its rows are kept.</summary>
    public static TimeSpan Kept(int level, HistoryRetention retention) => level switch
    {
        Raw or Fine => retention.Raw,
        2 or 3 => retention.Minutes,
        4 => retention.QuarterHours,
        5 or 6 => retention.Hours,
        _ => retention.Days,
    };
}
