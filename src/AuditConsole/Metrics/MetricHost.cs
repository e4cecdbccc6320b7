using System.Text;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Metrics;

/// <summary>A host whose figures are offered, with its labels as the Prometheus page writes them.</summary>
internal sealed class MetricHost(HostFeed feed, TimeSpan pollInterval)
{
    public HostFeed Feed => feed;

    public TimeSpan PollInterval => pollInterval;

    public string Name => feed.Description.Host;

    public string Source { get; } = feed.Description.Source.ToString().ToLowerInvariant();

    public byte[] PrometheusLabels { get; } = Encoding.UTF8.GetBytes(
        $"host=\"{Escape(feed.Description.Host)}\",source=\"{feed.Description.Source.ToString().ToLowerInvariant()}\"");

    public HostReading Read(DateTimeOffset now) => new(this, feed.Latest, feed.State, now);

    /// <summary>As the text format 0.0.4 asks for in the value of a label.</summary>
    public static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

/// <summary>What a host has published, taken once so that all metrics of a scrape tell of one moment.</summary>
/// <param name="Host">The host.</param>
/// <param name="Latest">Its last snapshot; <see langword="null"/> before the first.</param>
/// <param name="State">How its monitor is doing.</param>
/// <param name="Now">The time of the scrape.</param>
internal readonly record struct HostReading(MetricHost Host, Snapshot? Latest, MonitorState State, DateTimeOffset Now)
{
    public HostFeed Feed => Host.Feed;

    public HostTotals Totals => Host.Feed.Totals;

    public int? Hz => Host.Feed.Description.Hz;
}
