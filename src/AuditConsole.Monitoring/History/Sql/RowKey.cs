namespace AuditConsole.Monitoring.History.Sql;

/// <summary>The key of a row: host, level and start in one number, so that a range of time is a range of keys.</summary>
/// <remarks>
/// From the top: 17 bits host, 3 bits level, 43 bits Unix milliseconds, which last until the year 2248. The coarsest level comes
/// first, so that the next window of a single host is the end of the table, where pages are filled whole.
/// </remarks>
internal static class RowKey
{
    private const int TimeBits = 43;
    private const int LevelBits = 3;

    /// <summary>The latest time a key can hold, exclusive.</summary>
    public const long EndOfTime = 1L << TimeBits;

    /// <summary>The key of a row that begins at <paramref name="from"/>; times that no key can hold give the nearest one.</summary>
    public static long Of(long host, int level, long from) =>
        (((host << LevelBits) | (long)(Level.Last - level)) << TimeBits) + Math.Clamp(from, 0, EndOfTime - 1);

    /// <summary>The end of a level's keys, exclusive.</summary>
    public static long EndOf(long host, int level) => Of(host, level, 0) + EndOfTime;

    /// <summary>The host in a key.</summary>
    public static long HostOf(long key) => key >> (TimeBits + LevelBits);

    /// <summary>The level in a key.</summary>
    public static int LevelOf(long key) => Level.Last - ((int)(key >> TimeBits) & ((1 << LevelBits) - 1));

    /// <summary>The start in a key.</summary>
    public static long TimeOf(long key) => key & (EndOfTime - 1);
}
