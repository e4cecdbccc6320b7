namespace AuditConsole.Monitoring.Windows;

/// <summary>The backlog over a window.</summary>
/// <param name="Mean">Its mean, in records; <see langword="null"/> when unknown.</param>
/// <param name="Histogram">How often, or for how long, it stood at each depth; <see langword="null"/> when unknown.</param>
public sealed record BacklogSummary(double? Mean, BacklogHistogram? Histogram);
