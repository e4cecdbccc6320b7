using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Advice.Peaks;

/// <summary>The highest backlog of each hour that was watched, and what about the record itself has to be known. Immutable.</summary>
public sealed class PeakRecord
{
    // An hour whose windows do not fit into it was lived through twice.
    private const double MostOfAnHour = 1.15;
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private PeakRecord(IReadOnlyList<HourPeak> hours) => Hours = hours;

    /// <summary>The hours, oldest first; those nobody watched are left out.</summary>
    public IReadOnlyList<HourPeak> Hours { get; }

    /// <summary>How long was watched.</summary>
    public TimeSpan Watched { get; private init; }

    /// <summary>From the first hour to the last.</summary>
    public TimeSpan Span => Hours.Count == 0 ? TimeSpan.Zero : Hours[^1].Hour + s_hour - Hours[0].Hour;

    /// <summary>The longest time between two hours that nobody watched.</summary>
    public TimeSpan LongestGap { get; private init; }

    /// <summary>Hours that are left out since the clock was wrong when they were written down.</summary>
    public int HoursAstray { get; private init; }

    /// <summary>Hours that hold more windows than fit: the clock was set back, and they were lived through twice.</summary>
    public int HoursTwice { get; private init; }

    /// <summary>Rows that are left out since only days are kept of that time.</summary>
    public int LongRows { get; private init; }

    /// <summary>Hours with windows that were sampled only.</summary>
    public int HoursSampled { get; private init; }

    /// <summary>Hours in which the limit or a wait kept the backlog down.</summary>
    public int HoursCut { get; private init; }

    /// <summary>How the peaks are known.</summary>
    public TierSet Tiers { get; private init; }

    /// <summary>Makes the record of what the history holds.</summary>
    /// <param name="usable">What of it can be used.</param>
    public static PeakRecord Of(UsableHours usable)
    {
        ArgumentNullException.ThrowIfNull(usable);
        var hourly = usable.Rows.Where(row => row.Windows == 1 || row.To - row.From < s_hour * 1.5).ToList();
        var length = LengthOfAWindow(hourly);
        var twice = hourly.Count(row => row.Windows > 1 && row.Windows * length > MostOfAnHour * s_hour);
        List<HourPeak> hours = [.. hourly.Select(row => HourOf(row, length)).Where(hour => hour.Watched > 0)];
        return new PeakRecord(hours)
        {
            Watched = TimeSpan.FromHours(hours.Sum(hour => hour.Watched)),
            LongestGap = hours.Zip(hours.Skip(1), (before, after) => after.Hour - before.Hour - s_hour).DefaultIfEmpty().Max(),
            HoursAstray = usable.Astray,
            // Where all hours look like that, windows have become shorter, and the clock is not to blame.
            HoursTwice = twice * 10 < hourly.Count ? twice : 0,
            LongRows = usable.Rows.Count - hourly.Count,
            HoursSampled = hourly.Count(row => row.Tiers.Tiers.Contains(Tier.Sampled)),
            HoursCut = hourly.Count(IsCut),
            Tiers = hourly.Aggregate(default(TierSet), (tiers, row) => tiers | row.Tiers),
        };
    }

    /// <summary>Makes the record of hours that are known already, oldest first.</summary>
    internal static PeakRecord OfHours(IReadOnlyList<HourPeak> hours) => new(hours) { Watched = TimeSpan.FromHours(hours.Sum(hour => hour.Watched)) };

    private static HourPeak HourOf(PollWindow row, TimeSpan length)
    {
        var covered = row.Windows == 1 ? row.To - row.From : row.Windows * length;
        var watched = Math.Clamp((covered - row.Unwatched) / s_hour, 0, 1);
        var hour = new DateTimeOffset(row.From.UtcTicks - (row.From.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        var sampled = row.Tiers.Tiers.Contains(Tier.Sampled);
        return new HourPeak(hour, row.Peak, sampled || IsCut(row) || row.Bound == Bound.AtLeast, watched) { IsSampled = sampled };
    }

    private static bool IsCut(PollWindow row) => row.OverLimitWindows > 0 || row.WaitTicks > 0 || row.Wait > TimeSpan.Zero;

    private static TimeSpan LengthOfAWindow(List<PollWindow> rows)
    {
        List<double> lengths = [.. rows.Where(row => row.Windows > 1).Select(row => (row.To - row.From).TotalSeconds / row.Windows).Order()];
        return TimeSpan.FromSeconds(lengths.Count == 0 ? 0 : lengths[lengths.Count / 2]);
    }
}
