using System.Globalization;
using System.Text;
using AuditConsole.Metrics;
using AuditConsole.Metrics.Prometheus;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Benchmarks.Metrics;

/// <summary>The same page as one writes it first: a string for each sample, and the peaks looked for among all recent windows.</summary>
internal sealed class PlainPage(MetricHosts hosts, DateTimeOffset now) : ISamples
{
    private static readonly (string Name, TimeSpan Span)[] s_peaks = [("1m", TimeSpan.FromMinutes(1)), ("5m", TimeSpan.FromMinutes(5)), ("1h", TimeSpan.FromHours(1))];

    private readonly List<string> _lines = [];
    private string _name = "";
    private string _labels = "";

    public string Write()
    {
        var page = new StringBuilder();
        foreach (var family in MetricFamilies.All)
        {
            _lines.Clear();
            _name = family.Name;
            foreach (var host in hosts.All)
            {
                _labels = $"host=\"{MetricHost.Escape(host.Name)}\",source=\"{host.Source}\"";
                if (family.Name == "linux_audit_backlog_peak")
                {
                    Peaks(host);
                }
                else
                {
                    family.Read(host.Read(now), this);
                }
            }

            if (_lines.Count > 0)
            {
                page.Append(Encoding.UTF8.GetString(new PrometheusHeader(family.Name, family.Kind, family.Help).Text)).AppendJoin("", _lines);
            }
        }

        return page.ToString();
    }

    public void Add(double value) => Line("", value);

    public void Add(string label, string text, double value) => Line($",{label}=\"{MetricHost.Escape(text)}\"", value);

    public void Add(string label, string text, string secondLabel, string secondText, double value) =>
        Line($",{label}=\"{MetricHost.Escape(text)}\",{secondLabel}=\"{MetricHost.Escape(secondText)}\"", value);

    public void AddHistogram(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double sum)
    {
        var (name, below) = (_name, 0L);
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            _name = $"{name}_bucket";
            Line($",le=\"{(i < bounds.Length ? bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf")}\"", below);
        }

        _name = $"{name}_sum";
        Line("", sum);
        _name = $"{name}_count";
        Line("", below);
        _name = name;
    }

    private void Peaks(MetricHost host)
    {
        var latest = host.Feed.Latest!;
        var open = new PollWindow { Host = host.Name, From = latest.OpenSince, To = latest.At, Peak = latest.OpenPeak, Tier = latest.Tier };
        var recent = host.Feed.RecentWindows;
        foreach (var (name, span) in s_peaks)
        {
            var highest = recent.Where(window => window.To >= now - span - (2 * host.PollInterval)).Append(open).MaxBy(window => (window.Peak, -(int)window.Tier))!;
            Add("window", name, "tier", highest.Tier.ToString().ToLowerInvariant(), highest.Peak);
        }
    }

    private void Line(string labels, double value) => _lines.Add($"{_name}{{{_labels}{labels}}} {value.ToString("R", CultureInfo.InvariantCulture)}\n");
}
