namespace AuditConsole.Monitoring.History;

/// <summary>For how long rows of each resolution are kept. A coarser one is kept at least as long as a finer one.</summary>
public sealed record HistoryRetention
{
    /// <summary>Windows at full resolution, and sums of 10 s where windows are shorter.</summary>
    public TimeSpan Raw { get; init; } = TimeSpan.FromDays(400);

    /// <summary>Sums of 1 and 5 minutes.</summary>
    public TimeSpan Minutes { get; init; } = TimeSpan.FromDays(800);

    /// <summary>Sums of 15 minutes.</summary>
    public TimeSpan QuarterHours { get; init; } = TimeSpan.FromDays(1830);

    /// <summary>Sums of 1 and 6 hours.</summary>
    public TimeSpan Hours { get; init; } = TimeSpan.FromDays(3660);

    /// <summary>Sums of a day.</summary>
    public TimeSpan Days { get; init; } = TimeSpan.FromDays(36500);
}
