using AuditConsole.Hosting;

namespace AuditConsole.Metrics;

/// <summary>All hosts that metrics tell of. Any thread may read.</summary>
internal sealed class MetricHosts(IReadOnlyList<MetricHost> hosts)
{
    public MetricHosts(MonitoredHost host)
        : this([new MetricHost(host.Monitor.Feed, host.PollInterval)])
    {
    }

    public IReadOnlyList<MetricHost> All => hosts;
}
