using AuditConsole.ActivityLog;
using AuditConsole.History;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Report;

/// <summary>What a report of a stretch of time says.</summary>
/// <param name="Summary">The time in figures.</param>
/// <param name="Columns">Its windows, taken together to as many as are drawn.</param>
/// <param name="Highest">Its highest peaks, the highest first.</param>
/// <param name="Changes">Resets and changes, newest first.</param>
/// <param name="Gaps">Windows for whose whole time or a part of it nobody watched, oldest first.</param>
internal sealed record ReportData(
    RangeSummary Summary, IReadOnlyList<PollWindow> Columns, IReadOnlyList<PollWindow> Highest, IReadOnlyList<KeptActivity> Changes, IReadOnlyList<PollWindow> Gaps)
{
    /// <summary>How many resets and changes are listed at most.</summary>
    public const int MostChanges = 200;

    private const int Drawn = 160;
    private const int Read = 20_000;
    private const int MostPeaks = 10;
    private const int MostGaps = 50;

    /// <exception cref="HistoryException">The history cannot be read.</exception>
    public static async Task<ReportData> ReadAsync(IHistory history, string host, HistoryRange range, CancellationToken cancellationToken)
    {
        // Every row has the highest peak of the windows it stands for, so the highest rows have the highest peaks.
        var rows = await history.PollsAsync(host, range.From, range.To, Read, cancellationToken);
        var columns = await history.PollsAsync(host, range.From, range.To, Drawn, cancellationToken);
        var kinds = ActivityGroup.Find("changes")!.Kinds!.Concat(ActivityGroup.Find("resets")!.Kinds!).ToList();
        var changes = await history.FindActivityAsync(new ActivityFilter(host) { From = range.From, To = range.To, Kinds = kinds, Most = MostChanges }, cancellationToken);
        return new ReportData(
            RangeSummary.Of(rows),
            columns,
            [.. rows.Where(row => row.Peak > 0).OrderByDescending(row => row.Peak).Take(MostPeaks)],
            changes,
            [.. rows.Where(row => row.Gap && row.Unwatched > TimeSpan.Zero).OrderByDescending(row => row.Unwatched).Take(MostGaps).OrderBy(row => row.From)]);
    }
}
