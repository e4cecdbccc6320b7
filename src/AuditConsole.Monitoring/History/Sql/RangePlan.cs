namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Rows of one level that begin within [<paramref name="From"/>, <paramref name="To"/>), in Unix milliseconds.</summary>
internal readonly record struct Segment(int Level, long From, long To);

/// <summary>Which rows stand for a range of time, each of its windows once and no other.</summary>
/// <remarks>
/// Sums are taken where their span lies within the range and is over; the ends of the range, and the time that no sum of the
/// level covers yet, are filled from the next finer level, down to single windows. Where a finer level is not kept any more,
/// coarser rows stand for their whole span.
/// </remarks>
internal static class RangePlan
{
    /// <summary>The segments for all windows that begin within [<paramref name="from"/>, <paramref name="to"/>), by time.</summary>
    public static List<Segment> Of(Extent extent, int level, long from, long to)
    {
        var segments = new List<Segment>();
        Rows(extent, level, Math.Max(from, extent.Beginning), Math.Min(to, extent.Newest + 1), segments);
        return segments;
    }

    private static void Rows(Extent extent, int level, long from, long to, List<Segment> segments)
    {
        var kept = OldestOf(extent, level);
        if (from < kept && level < Level.Last)
        {
            Rows(extent, level + 1, from, Math.Min(to, kept), segments);
            from = kept;
        }

        Cover(extent, level, from, to, segments);
    }

    private static void Cover(Extent extent, int level, long from, long to, List<Segment> segments)
    {
        if (from >= to)
        {
            return;
        }

        if (level == Level.Raw)
        {
            segments.Add(new Segment(level, from, to));
            return;
        }

        if (level == Level.Fine && from < extent.Fine)
        {
            var fine = Math.Min(to, extent.Fine);
            Cover(extent, Level.Raw, from, fine, segments);
            Cover(extent, Level.Fine, fine, to, segments);
            return;
        }

        var finer = OldestOf(extent, level - 1);
        var first = from < finer ? Level.Floor(level, from) : Level.Ceiling(level, from);
        var last = Math.Min(to <= finer ? Level.Ceiling(level, to) : Level.Floor(level, to), Level.Floor(level, extent.Newest));
        if (first >= last)
        {
            Cover(extent, level - 1, from, to, segments);
            return;
        }

        Cover(extent, level - 1, from, first, segments);
        segments.Add(new Segment(level, first, last));
        Cover(extent, level - 1, last, to, segments);
    }

    // Single windows and the fine level are deleted together.
    private static long OldestOf(Extent extent, int level) => extent.Oldest[level == Level.Fine ? Level.Raw : level];
}
