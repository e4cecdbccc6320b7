using AuditConsole.Monitoring.History;

namespace AuditConsole.Hosting;

/// <summary>Deletes what is older than is kept, once an hour.</summary>
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
                var deleted = await history.PruneAsync(host.Settings.Retention, time.GetUtcNow(), stoppingToken);
                if (deleted > 0)
                {
                    Deleted(deleted);
                }
            }
            catch (HistoryException e)
            {
                NotDeleted(e.Message);
            }
        }
    }

    [LoggerMessage(20, LogLevel.Information, "Deleted {Count} rows of the history that are older than is kept.")]
    private partial void Deleted(int count);

    [LoggerMessage(21, LogLevel.Warning, "Old windows stay until the next try. {Problem}")]
    private partial void NotDeleted(string problem);
}
