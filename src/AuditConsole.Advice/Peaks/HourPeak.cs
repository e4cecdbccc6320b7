namespace AuditConsole.Advice.Peaks;

/// <summary>The highest backlog of an hour.</summary>
/// <param name="Hour">Its start, a whole hour of UTC.</param>
/// <param name="Peak">In records.</param>
/// <param name="IsAtLeast">Whether the true one may be higher: a window was sampled only, or the limit or a wait kept the backlog down.</param>
/// <param name="Watched">How much of the hour was watched, 0 to 1.</param>
public readonly record struct HourPeak(DateTimeOffset Hour, uint Peak, bool IsAtLeast, double Watched)
{
    /// <summary>Whether it is too low to be compared with others, since windows of the hour were sampled only.</summary>
    public bool IsSampled { get; init; }
}
