using AuditConsole.Advice.ExtremeValues;

namespace AuditConsole.Advice.Peaks;

/// <summary>The highest backlog of several hours taken together.</summary>
/// <param name="From">Start of the block.</param>
/// <param name="Peak">In records.</param>
/// <param name="IsAtLeast">Whether the true one may be higher.</param>
public readonly record struct PeakBlock(DateTimeOffset From, uint Peak, bool IsAtLeast)
{
    // Of less than this share of a block, its highest peak is a lower bound; of less than half, it says little and is left out.
    private const double Whole = 0.9;
    private const double Half = 0.5;

    /// <summary>What the block says for a fit.</summary>
    public Observation Observed => IsAtLeast ? Observation.AtLeast(Peak) : Observation.Whole(Peak);

    /// <summary>Takes the hours of a record together, in blocks that begin at multiples of their length.</summary>
    /// <param name="hours">The hours, oldest first.</param>
    /// <param name="length">Hours of a block, 1 or more.</param>
    public static List<PeakBlock> Of(IReadOnlyList<HourPeak> hours, int length)
    {
        ArgumentNullException.ThrowIfNull(hours);
        return
        [
            .. hours.GroupBy(hour => hour.Hour.UtcTicks / (TimeSpan.TicksPerHour * length))
                .Select(block => (Start: block.Key, Watched: block.Sum(hour => hour.Watched) / length, Hours: block))
                .Where(block => block.Watched >= Half)
                .Select(block => new PeakBlock(
                    new DateTimeOffset(block.Start * TimeSpan.TicksPerHour * length, TimeSpan.Zero),
                    block.Hours.Max(hour => hour.Peak),
                    block.Watched < Whole || block.Hours.Any(hour => hour.IsAtLeast))),
        ];
    }
}
