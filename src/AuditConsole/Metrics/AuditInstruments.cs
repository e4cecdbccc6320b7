using System.Diagnostics.Metrics;
using System.Reflection;
using AuditConsole.Hosting;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Metrics;

/// <summary>Names every instrument. All are observable: a scrape reads what the monitor published and has no side effect.</summary>
internal sealed class AuditInstruments : IDisposable
{
    public const string MeterName = "AuditConsole";

    private static readonly (string Window, TimeSpan Span)[] s_peakWindows =
    [
        ("1m", TimeSpan.FromMinutes(1)), ("5m", TimeSpan.FromMinutes(5)), ("1h", TimeSpan.FromHours(1)),
    ];

    private static readonly string[] s_enabledStates = ["off", "on", "locked"];
    private static readonly string[] s_failureModes = ["silent", "printk", "panic"];

    // Series that exist from the start, so that a scraper sees the first increase.
    private static readonly string[] s_errorReasons = ["unavailable", "protocol", "internal"];
    private static readonly (string Metric, string By)[] s_resets =
    [
        ("backlog_max_depth", "poll"), ("backlog_max_depth", "operator"), ("backlog_max_depth", "other"), ("lost", "operator"), ("backlog_wait_time_actual", "operator"),
    ];

    private readonly MonitoredHost _host;
    private readonly TimeProvider _time;

    public AuditInstruments(MonitoredHost host, TimeProvider time)
    {
        _host = host;
        _time = time;
        Meter = new Meter(MeterName);
        Gauge("linux_audit_backlog", "records", "Records waiting in the main queue now.", s => [Of(s.Status.Backlog)]);
        Gauge("linux_audit_backlog_limit", "records", "Records that may wait; 0 = no limit.", s => [Of(s.Status.BacklogLimit)]);
        Gauge("linux_audit_backlog_utilization_ratio", "1", "Highest of the last window's peak and the backlog now, over the limit; absent without a limit.",
            s => s.Utilization is { } ratio ? [Of(ratio)] : []);
        Gauge("linux_audit_backlog_peak", "records", "Highest backlog of all windows that ended within the time and two polls more, and of the one under way.", Peaks);
        Counter("linux_audit_lost_records_total", "records", "Records lost since boot or the last reset.", s => [Of(s.Status.Lost)]);
        Counter("linux_audit_backlog_wait_seconds_total", "s", "Time tasks were made to wait, summed; absent where the tick is not known.",
            s => s.Status.BacklogWaitTimeActual is { } ticks && Feed.Description.Hz is { } hz ? [Of((double)ticks / hz)] : []);
        Gauge("linux_audit_rate_limit", "1/s", "Records per second; 0 = no limit.", s => [Of(s.Status.RateLimit)]);
        Gauge("linux_audit_enabled_state", "1", "1 for the state auditing is in.", s => States("state", s_enabledStates, s.Status.Enabled));
        Gauge("linux_audit_failure_mode", "1", "1 for what a loss does.", s => States("mode", s_failureModes, s.Status.Failure));
        Gauge("linux_audit_daemon_up", "1", "Whether an audit daemon is registered.", s => [Of(s.Status.Pid != 0 ? 1 : 0)]);
        Gauge("linux_audit_last_success_timestamp_seconds", "s", "When the host answered last.", s => [Of(s.At.ToUnixTimeMilliseconds() / 1000.0)]);
        Meter.CreateObservableGauge("linux_audit_poll_duration_seconds",
            () => Feed.State.PollDuration is { } duration ? [Of(duration.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s", "How long the last poll took.");
        Meter.CreateObservableCounter("linux_audit_poll_errors_total",
            () => FromStart(Feed.PollErrors, s_errorReasons).Select(error => Of(error.Value, ("reason", error.Key))), "1", "Requests to the host that failed.");
        Meter.CreateObservableCounter("linux_audit_resets_total",
            () => FromStart(Feed.Resets, s_resets).Select(reset => Of(reset.Value, ("metric", reset.Key.Metric), ("by", reset.Key.By))), "1", "Counters cleared at the source.");
        Meter.CreateObservableGauge("auditconsole_build_info", () => new Measurement<double>(1, new KeyValuePair<string, object?>("version", Version)), "1", "The running program.");
    }

    public Meter Meter { get; }

    public static string Version { get; } =
        typeof(AuditInstruments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private HostFeed Feed => _host.Monitor.Feed;

    public void Dispose() => Meter.Dispose();

    private void Gauge(string name, string unit, string description, Func<Snapshot, IEnumerable<Measurement<double>>> read) =>
        Meter.CreateObservableGauge(name, () => Read(read), unit, description);

    private void Counter(string name, string unit, string description, Func<Snapshot, IEnumerable<Measurement<double>>> read) =>
        Meter.CreateObservableCounter(name, () => Read(read), unit, description);

    private IEnumerable<Measurement<double>> Read(Func<Snapshot, IEnumerable<Measurement<double>>> read) => Feed.Latest is { } latest ? read(latest) : [];

    // Two polls more than the named time: however a scraper's clock falls, every window is seen by one scrape at that interval.
    private IEnumerable<Measurement<double>> Peaks(Snapshot snapshot)
    {
        var now = _time.GetUtcNow();
        var recent = Feed.RecentWindows;
        foreach (var (name, span) in s_peakWindows)
        {
            var since = now - span - (2 * _host.PollInterval);
            var highest = recent.Where(window => window.To >= since).Append(Open(snapshot)).MaxBy(window => (window.Peak, -(int)window.Tier))!;
            yield return Of(highest.Peak, ("window", name), ("tier", highest.Tier.ToString().ToLowerInvariant()));
        }
    }

    private PollWindow Open(Snapshot snapshot) =>
        new() { Host = Feed.Description.Host, From = snapshot.OpenSince, To = snapshot.At, Peak = snapshot.OpenPeak, Tier = snapshot.Tier };

    private static IEnumerable<KeyValuePair<TKey, long>> FromStart<TKey>(IReadOnlyDictionary<TKey, long> counts, IEnumerable<TKey> known) =>
        known.Union(counts.Keys).Select(key => KeyValuePair.Create(key, counts.GetValueOrDefault(key)));

    private IEnumerable<Measurement<double>> States(string label, string[] names, uint value) =>
        names.Select((name, index) => Of(index == value ? 1 : 0, (label, name)));

    private Measurement<double> Of(double value, params (string Label, string Value)[] labels) =>
        new(value, [
            new("host", Feed.Description.Host),
            new("source", Feed.Description.Source.ToString().ToLowerInvariant()),
            .. labels.Select(label => new KeyValuePair<string, object?>(label.Label, label.Value)),
        ]);
}
