namespace AuditConsole.Monitoring.Windows;

/// <summary>The backlog over a window, weighted by time.</summary>
/// <param name="Mean">Its mean, in records; <see langword="null"/> when unknown.</param>
/// <param name="P50">The backlog that it was at or below for half of the time.</param>
/// <param name="P99">The backlog that it was at or below for 99 % of the time.</param>
public sealed record BacklogSummary(double? Mean, uint? P50, uint? P99);
