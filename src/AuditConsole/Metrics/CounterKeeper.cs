using AuditConsole.Hosting;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Metrics;

/// <summary>Lets the totals of the host go on over a restart: reads them before the monitor starts, writes them with each window in which they changed.</summary>
/// <remarks>What happened after the last write is found by the next run from the counters themselves.</remarks>
internal sealed partial class CounterKeeper(MonitoredHost host, ILogger<CounterKeeper> logger) : BackgroundService
{
    private readonly HostFeed _feed = host.Monitor.Feed;
    private readonly CounterFile _file = new(host.Settings.StateDirectory, host.Monitor.Feed.Description.Host);
    private bool _failing;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_file.Read() is { } kept)
            {
                _feed.Totals.Resume(kept);
            }
        }
        catch (IOException e)
        {
            NotRead(e.Message);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var window in _feed.WatchWindowsAsync(stoppingToken))
            {
                Keep();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Keep();
        }
    }

    private void Keep()
    {
        try
        {
            if (_feed.Totals.Kept is { } kept)
            {
                _file.Write(kept);
                _failing = false;
            }
        }
        catch (IOException e) when (!_failing)
        {
            _failing = true;
            NotWritten(e.Message);
        }
        catch (IOException)
        {
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "The totals of the counters start anew. {Problem}")]
    private partial void NotRead(string problem);

    [LoggerMessage(41, LogLevel.Warning, "The totals of the counters cannot be kept, so after a restart they start anew. {Problem}")]
    private partial void NotWritten(string problem);
}
