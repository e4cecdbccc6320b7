using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Hosting;

/// <summary>Runs the monitor as long as the program runs, and logs when what it says about itself changes.</summary>
internal sealed partial class MonitorService(MonitoredHost host, TimeProvider time, ILogger<MonitorService> logger) : BackgroundService
{
    private static readonly TimeSpan s_logInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var feed = host.Monitor.Feed;
        Watching(feed.Description.Host, feed.Description.System, host.PollInterval);
        if (host.Choice.KernelRefusal is { } refusal)
        {
            KernelRefuses(refusal);
        }

        // Said before the last poll, which such a kernel holds too.
        await using var stopping = stoppingToken.Register(() => SayWhatHoldsTheEnd(feed));
        await Task.WhenAll(Task.Run(() => host.RunAsync(stoppingToken), stoppingToken), LogAsync(feed, stoppingToken));
    }

    private async Task LogAsync(HostFeed feed, CancellationToken stoppingToken)
    {
        MonitorState? before = null;
        using var timer = new PeriodicTimer(s_logInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully, TaskScheduler.Default))
        {
            var state = feed.State;
            if (state.Problem != before?.Problem && state.Problem is { } problem)
            {
                HostProblem(feed.Description.Host, problem);
            }
            else if (state.Connected && before is not { Connected: true })
            {
                Connected(feed.Description.Host, state.Tier, state.TierReason);
            }

            if (state.HistoryProblem != before?.HistoryProblem)
            {
                LogHistory(state);
            }

            before = state;
        }
    }

    private void SayWhatHoldsTheEnd(HostFeed feed)
    {
        if (feed.Latest is { HeldFor: { } held } latest)
        {
            var most = latest.Status.BacklogWaitTime is { } ticks && feed.Description.Hz is { } hz ? $"{(double)ticks / hz:0.###} s" : "backlog_wait_time";
            HeldAtTheEnd(feed.Description.Host, held, most);
        }
    }

    private void LogHistory(MonitorState state)
    {
        if (state.HistoryProblem is { } problem)
        {
            HistoryProblem(problem, state.WaitingWindows);
        }
        else
        {
            HistoryWritten();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Watching {Host} ({System}), one window every {PollInterval}.")]
    private partial void Watching(string host, string system, TimeSpan pollInterval);

    [LoggerMessage(2, LogLevel.Warning, "This machine's kernel cannot be asked. {Refusal}")]
    private partial void KernelRefuses(string refusal);

    [LoggerMessage(3, LogLevel.Information, "{Host} answers; tier {Tier}. {Reason}")]
    private partial void Connected(string host, Monitoring.Tier tier, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Host} does not answer. {Problem}")]
    private partial void HostProblem(string host, string problem);

    [LoggerMessage(5, LogLevel.Error, "{Problem} Windows that wait: {Waiting}.")]
    private partial void HistoryProblem(string problem, int waiting);

    [LoggerMessage(7, LogLevel.Warning, "{Host} has held a request of this console for {Held}, because its backlog is over the limit. The program ends as soon as it lets go, which takes {Most} at most.")]
    private partial void HeldAtTheEnd(string host, TimeSpan held, string most);

    [LoggerMessage(6, LogLevel.Information, "The history is written again.")]
    private partial void HistoryWritten();
}
