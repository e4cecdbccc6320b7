using AuditConsole.Monitoring.History;

namespace AuditConsole.Hosting;

/// <summary>Deletes windows older than the retention, once an hour.</summary>
internal sealed partial class RetentionService(MonitoredHost host, IHistory history, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var deleted = await history.PruneAsync(time.GetUtcNow() - host.Settings.RetentionRaw, stoppingToken);
                if (deleted > 0)
                {
                    Deleted(deleted, host.Settings.RetentionRaw);
                }
            }
            catch (HistoryException e)
            {
                NotDeleted(e.Message);
            }
        }
    }

    [LoggerMessage(20, LogLevel.Information, "Deleted {Count} windows older than {Retention}.")]
    private partial void Deleted(int count, TimeSpan retention);

    [LoggerMessage(21, LogLevel.Warning, "Old windows stay until the next try. {Problem}")]
    private partial void NotDeleted(string problem);
}
