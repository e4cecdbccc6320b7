using AuditConsole.Alerts.Delivery;
using AuditConsole.Hosting;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Settings;

namespace AuditConsole.Alerts;

/// <summary>Feeds the alerts with each sample, each window and, once a second, with the time itself; tells receivers, the log and the activity.</summary>
internal sealed partial class AlertService : BackgroundService, IAlerts
{
    private const string FileName = "alerts.json";
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_driftInterval = TimeSpan.FromMinutes(1);

    private readonly IHostMonitor _monitor;
    private readonly AlertSettings _settings;
    private readonly ILimitDrift _drift;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertService> _logger;
    private readonly AlertKeeper _keeper;
    private readonly IReadOnlyList<WebhookDelivery> _deliveries;
    private readonly bool _isStandIn;
    private DateTimeOffset _resentAt;
    private DateTimeOffset _driftAt;
    private string? _fileProblem;

    public AlertService(MonitoredHost host, ILimitDrift drift, IHttpClientFactory clients, TimeProvider time, ILogger<AlertService> logger)
    {
        (_monitor, _settings, _drift, _time, _logger) = (host.Monitor, host.Settings.Alerts, drift, time, logger);
        var now = time.GetUtcNow();
        var feed = host.Monitor.Feed;
        _isStandIn = feed.Description.Source == HostSource.Engine && host.Settings.Source != SourceSetting.Engine;
        _keeper = new AlertKeeper(
            feed.Description, feed.State, host.PollInterval, _settings.Rules,
            _isStandIn ? [] : [.. _settings.Webhooks.Select(webhook => webhook.Key)],
            new AlertFile(Path.Combine(host.Settings.StateDirectory, FileName)), now);
        _deliveries = [.. _settings.Webhooks.Select(webhook => new WebhookDelivery(
            webhook, new WebhookSender(webhook, _settings.ResendInterval, clients, time), (notice, phase) => _keeper.Tell(notice.Id, webhook.Key, phase, time.GetUtcNow()), time, logger))];
        _resentAt = now;
    }

    public bool Enabled => _settings.Enabled;

    public string? NotDelivered => _isStandIn ? AlertText.StandIn : null;

    public AlertBoard Board => _keeper.Board;

    public IReadOnlyList<DeliveryState> Deliveries => [.. _deliveries.Select(delivery => delivery.State)];

    public async Task<AlertSilence> SilenceAsync(string rule, TimeSpan time, Requester by, CancellationToken cancellationToken)
    {
        var silence = _keeper.Silence(rule, time, by.Name, by.Reason ?? "", _time.GetUtcNow());
        await NoteAsync(by, $"The alert {TitleOf(rule)} is silenced until {silence.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC.", cancellationToken);
        return silence;
    }

    public async Task<AlertSilence?> EndSilenceAsync(string rule, Requester by, CancellationToken cancellationToken)
    {
        var silence = _keeper.EndSilence(rule, _time.GetUtcNow());
        if (silence is not null)
        {
            await NoteAsync(by, $"The alert {TitleOf(rule)} is no longer silenced.", cancellationToken);
        }

        return silence;
    }

    public void SendTest(string receiver) =>
        _deliveries.FirstOrDefault(delivery => delivery.Webhook.Key == receiver)?.Put(AlertNotice.Test(_monitor.Feed.Description, _time.GetUtcNow()));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        [.. _deliveries.Select(delivery => delivery.RunAsync(stoppingToken)), .. _settings.Enabled ? [SampleAsync(stoppingToken), TickAsync(stoppingToken)] : Array.Empty<Task>()]);

    private async Task SampleAsync(CancellationToken stoppingToken)
    {
        var feed = _monitor.Feed;
        await foreach (var snapshot in feed.WatchSnapshotsAsync(stoppingToken))
        {
            await ReportAsync(_keeper.Observe(snapshot, feed.State, _time.GetUtcNow()), stoppingToken);
        }
    }

    private async Task TickAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_tick, _time);
        do
        {
            var (feed, now) = (_monitor.Feed, _time.GetUtcNow());
            if (now - _driftAt >= s_driftInterval)
            {
                _driftAt = now;
                _keeper.Observe(_drift.Look());
            }

            await ReportAsync(_keeper.Observe(feed.RecentWindows, feed.State, now), stoppingToken);
            await ReportAsync(_keeper.Tick(feed.State, now), stoppingToken);
            Deliver(now);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReportAsync(IReadOnlyList<AlertChange> changes, CancellationToken cancellationToken)
    {
        foreach (var (before, after) in changes)
        {
            var title = TitleOf(after.Rule);
            if (after.State == AlertState.Firing)
            {
                Fires(_monitor.Feed.Description.Host, title, after.Text);
                await NoteAsync(Requester.Console, $"{title}. {after.Text}", cancellationToken);
            }
            else if (before.State == AlertState.Firing)
            {
                Resolved(_monitor.Feed.Description.Host, title, after.ResolvedAt - after.FiredAt);
                await NoteAsync(Requester.Console, $"Over: {title}. It had fired since {before.FiredAt!.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.", cancellationToken);
            }
        }

        if (changes.Count > 0)
        {
            Deliver(_time.GetUtcNow());
        }

        if (Board.FileProblem is var problem && problem != _fileProblem)
        {
            _fileProblem = problem;
            if (problem is not null)
            {
                FileTrouble(problem);
            }
        }
    }

    private void Deliver(DateTimeOffset now)
    {
        if (_isStandIn)
        {
            return;
        }

        var board = Board;
        var again = now - _resentAt >= _settings.ResendInterval || now < _resentAt;
        _resentAt = again ? now : _resentAt;
        foreach (var delivery in _deliveries)
        {
            foreach (var status in _keeper.Owed(delivery.Webhook.Key))
            {
                delivery.Put(NoticeOf(status, now));
            }

            if (again && delivery.Webhook.Format == WebhookFormat.Alertmanager)
            {
                foreach (var alert in board.Alerts.Where(alert => alert.NeedsAttention))
                {
                    delivery.Put(NoticeOf(alert.Status, now), again: true);
                }
            }
        }
    }

    private AlertNotice NoticeOf(AlertStatus status, DateTimeOffset now) =>
        AlertNotice.Of(_monitor.Feed.Description, Board.Alerts.First(alert => alert.Rule.Name == status.Rule).Rule, status, now);

    private Task NoteAsync(Requester by, string text, CancellationToken cancellationToken) => _monitor.NoteAsync(ActivityKind.Alert, by, text, cancellationToken);

    private string TitleOf(string rule) => Board.Alerts.First(alert => alert.Rule.Name == rule).Rule.Kind.Title;

    [LoggerMessage(44, LogLevel.Warning, "Alert on {Host}: {Title}. {Text}")]
    private partial void Fires(string host, string title, string text);

    [LoggerMessage(45, LogLevel.Information, "Alert on {Host} is over after {Time}: {Title}.")]
    private partial void Resolved(string host, string title, TimeSpan? time);

    [LoggerMessage(46, LogLevel.Warning, "{Problem}")]
    private partial void FileTrouble(string problem);
}
