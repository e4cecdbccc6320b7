using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;
using static AuditConsole.Metrics.MetricKind;

namespace AuditConsole.Metrics;

/// <summary>Every metric of a host, with its name for Prometheus and for OpenTelemetry. Reading changes nothing.</summary>
internal static class MetricFamilies
{
    private const string Records = "{record}";
    private static readonly string[] s_enabledStates = ["off", "on", "locked"];
    private static readonly string[] s_failureModes = ["silent", "printk", "panic"];
    private static readonly string[] s_tiers = [.. Enum.GetValues<Monitoring.Tier>().Select(tier => tier.ToString().ToLowerInvariant())];

    private static readonly (string Window, TimeSpan Span)[] s_peakWindows =
    [
        ("1m", TimeSpan.FromMinutes(1)), ("5m", TimeSpan.FromMinutes(5)), ("1h", TimeSpan.FromHours(1)),
    ];

    // Series that exist from the start, so that a scraper sees the first increase.
    private static readonly string[] s_errorReasons = ["unavailable", "protocol", "internal"];
    private static readonly (string Metric, string By)[] s_resets =
    [
        ("backlog_max_depth", "poll"), ("backlog_max_depth", "operator"), ("backlog_max_depth", "other"),
        ("lost", "operator"), ("lost", "other"), ("backlog_wait_time_actual", "operator"), ("backlog_wait_time_actual", "other"),
    ];

    private delegate double? Figure(in HostReading host);

    private delegate double? StatusFigure(AuditStatus status);

    public static IReadOnlyList<MetricFamily> All { get; } =
    [
        OfStatus("linux_audit_backlog", Amount, "Records waiting in the main queue now.", "linux.audit.backlog.usage", Records, status => status.Backlog),
        OfStatus("linux_audit_backlog_limit", Amount, "Records that may wait before tasks have to; 0 = no limit.", "linux.audit.backlog.limit", Records, status => status.BacklogLimit),
        Of("linux_audit_backlog_utilization_ratio", Gauge, "Highest of the last window's peak and the backlog now, over the limit; may exceed 1, absent without a limit.",
            "linux.audit.backlog.utilization", "1", (in host) => host.Latest?.Utilization),
        new("linux_audit_backlog_peak", Gauge, "Highest backlog of all windows that ended within the time and two polls more, and of the one under way.",
            "linux.audit.backlog.peak", Records, Peaks),
        Of("linux_audit_backlog_max_depth", Gauge, "Highest backlog since the operator's baseline, whatever was cleared in between.", "linux.audit.backlog.max_depth", Records,
            (in host) => host.Latest?.Mark.Value),
        OfStatus("linux_audit_backlog_max_depth_source", Gauge, "What the source's own mark stands at since its last clear; absent where it keeps none.",
            "linux.audit.backlog.max_depth.source", Records, status => status.BacklogMaxDepth),
        Of("linux_audit_lost_records_total", Counter, "Records lost, summed across clears, wraps and boots as far as seen.", "linux.audit.records.lost", Records,
            (in host) => host.Latest is null ? null : host.Totals.Lost.Value),
        OfStatus("linux_audit_lost_since_reset", Gauge, "Records lost since boot or the last clear of the counter, as auditctl -s says.",
            "linux.audit.records.lost_since_reset", Records, status => status.Lost),
        Of("linux_audit_lost_at_boot", Gauge, "Records that this boot had lost when this console first asked.", "linux.audit.records.lost_at_boot", Records,
            (in host) => host.Totals.Boot?.Lost),
        Of("linux_audit_boot_first_seen_timestamp_seconds", Gauge, "When this console first asked in this boot.", "linux.audit.boot.first_seen", "s",
            (in host) => host.Totals.Boot?.FirstSeen.ToUnixTimeMilliseconds() / 1000.0),
        Of("linux_audit_backlog_wait_seconds_total", Counter, "Time tasks were made to wait, summed over tasks; absent where the kernel does not tell or its tick is not known.",
            "linux.audit.backlog.wait.time", "s", (in host) => host.Totals.KnowsWait ? (double)host.Totals.WaitTicks.Value / host.Hz : null),
        Of("linux_audit_backlog_wait_limit_seconds", Gauge, "The longest a task is made to wait for room in the queue.", "linux.audit.backlog.wait.limit", "s",
            (in host) => (double?)host.Latest?.Status.BacklogWaitTime / host.Hz),
        OfStatus("linux_audit_rate_limit", Gauge, "Records per second; 0 = no limit.", "linux.audit.rate.limit", "{record}/s", status => status.RateLimit),
        OfStatus("linux_audit_enabled", Gauge, "Whether auditing is on: 0 off, 1 on, 2 on and locked.", null, null, status => status.Enabled),
        new("linux_audit_enabled_state", Gauge, "1 for the state auditing is in.", "linux.audit.state", "1",
            (in host, samples) => States(samples, "state", s_enabledStates, host.Latest?.Status.Enabled)),
        OfStatus("linux_audit_failure", Gauge, "What a loss does: 0 nothing, 1 printk, 2 panic.", null, null, status => status.Failure),
        new("linux_audit_failure_mode", Gauge, "1 for what a loss does.", "linux.audit.failure.mode", "1",
            (in host, samples) => States(samples, "mode", s_failureModes, host.Latest?.Status.Failure)),
        OfStatus("linux_audit_daemon_up", Gauge, "Whether an audit daemon is registered.", "linux.audit.daemon.up", "1", status => status.Pid != 0 ? 1 : 0),
        new("linux_audit_poll_duration_seconds", Histogram, "How long polls took.", null, null, Polls),
        new("linux_audit_poll_errors_total", Counter, "Requests to the host that failed.", "linux.audit.poll.errors", "{error}", Errors),
        Of("linux_audit_last_success_timestamp_seconds", Gauge, "When the host answered last.", "linux.audit.poll.last_success", "s",
            (in host) => host.Latest?.At.ToUnixTimeMilliseconds() / 1000.0),
        new("linux_audit_resets_total", Counter, "Counters cleared at the source, by whom.", "linux.audit.resets", "{reset}", Resets),
        Of("auditconsole_history_waiting_windows", Gauge, "Closed windows that wait for the history to be written.", "auditconsole.history.waiting", "{window}",
            (in host) => host.State.WaitingWindows),
        Of("auditconsole_history_joined_windows_total", Counter, "Closed windows joined with the one before because too many waited for the history; their peaks are kept.",
            "auditconsole.history.joined", "{window}", (in host) => host.State.JoinedWindows),
        Of("auditconsole_history_dropped_activity_total", Counter, "Entries of the activity dropped because too many waited for the history.",
            "auditconsole.history.dropped_activity", "{entry}", (in host) => host.State.DroppedActivity),
    ];

    private static MetricFamily Of(string name, MetricKind kind, string help, string? otel, string? unit, Figure figure) =>
        new(name, kind, help, otel, unit, (in host, samples) =>
        {
            if (figure(in host) is { } value)
            {
                samples.Add(value);
            }
        });

    private static MetricFamily OfStatus(string name, MetricKind kind, string help, string? otel, string? unit, StatusFigure figure) =>
        Of(name, kind, help, otel, unit, (in host) => host.Latest is { } latest ? figure(latest.Status) : null);

    // Two polls more than the named time: however a scraper's clock falls, every window is seen by one scrape at that interval.
    private static void Peaks(in HostReading host, ISamples samples)
    {
        if (host.Latest is not { } latest)
        {
            return;
        }

        var open = new RecentPeak(latest.At, latest.OpenPeak, latest.Tier);
        foreach (var (name, span) in s_peakWindows)
        {
            var highest = host.Feed.Peaks.Highest(host.Now - span - (2 * host.Host.PollInterval)) is { } closed && closed.Exceeds(open) ? closed : open;
            samples.Add("window", name, "tier", s_tiers[(int)highest.Tier], highest.Peak);
        }
    }

    private static void States(ISamples samples, string label, string[] names, uint? value)
    {
        for (var i = 0; value is not null && i < names.Length; i++)
        {
            samples.Add(label, names[i], i == value ? 1 : 0);
        }
    }

    private static void Polls(in HostReading host, ISamples samples)
    {
        Span<long> counts = stackalloc long[PollDurations.Bounds.Length + 1];
        var sum = host.Feed.PollDurations.CopyTo(counts);
        samples.AddHistogram(PollDurations.Bounds, counts, sum.TotalSeconds);
    }

    private static void Errors(in HostReading host, ISamples samples)
    {
        var errors = host.Feed.PollErrors;
        foreach (var reason in s_errorReasons)
        {
            samples.Add("reason", reason, errors.GetValueOrDefault(reason));
        }

        foreach (var (reason, count) in errors)
        {
            if (!s_errorReasons.Contains(reason))
            {
                samples.Add("reason", reason, count);
            }
        }
    }

    private static void Resets(in HostReading host, ISamples samples)
    {
        var resets = host.Feed.Resets;
        foreach (var reset in s_resets)
        {
            samples.Add("metric", reset.Metric, "by", reset.By, resets.GetValueOrDefault(reset));
        }

        foreach (var (reset, count) in resets)
        {
            if (!s_resets.Contains(reset))
            {
                samples.Add("metric", reset.Metric, "by", reset.By, count);
            }
        }
    }
}
