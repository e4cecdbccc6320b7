using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Metrics.Statsd;

/// <summary>Knows of one host what has been said already. For one thread; to be made before its monitor runs.</summary>
internal sealed class StatsdHost(MetricHost host, string prefix)
{
    private readonly HostTotals _totals = host.Feed.Totals;
    private long _lost = host.Feed.Totals.Lost.Value;
    private bool _knowsBoot = host.Feed.Totals.Boot is not null;
    private DateTimeOffset? _since;
    private (long Lost, DateTimeOffset At) _offered;

    public MetricHost Host => host;

    /// <summary>What there is to say now, with the peak of the window that has just closed or, without one, of all time since the last that was said.</summary>
    /// <returns>The lines; none while the host does not answer, rather than figures that look well.</returns>
    public IReadOnlyList<string> Lines(uint? peak, DateTimeOffset now)
    {
        if (host.Feed is not { Latest: { } latest, State.Connected: true } || _totals.Boot is not { } boot)
        {
            return [];
        }

        // What was lost before this console asked for the first time did not happen now.
        _lost += _knowsBoot ? 0 : boot.Lost;
        _knowsBoot = true;
        _offered = (_totals.Lost.Value, now);
        return StatsdLines.Of(prefix, latest.Status, peak ?? Highest(latest), _offered.Lost - _lost);
    }

    /// <summary>What was offered last has been sent; until then its losses are offered again.</summary>
    public void Sent() => (_lost, _since) = _offered;

    private uint Highest(Snapshot latest) =>
        Math.Max(latest.OpenPeak, (_since is { } since ? host.Feed.Peaks.Highest(since)?.Peak : latest.LastPeak) ?? 0);
}
