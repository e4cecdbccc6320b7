using System.Buffers;
using System.IO.Pipelines;

namespace AuditConsole.Metrics.Prometheus;

/// <summary>All metrics of all hosts in Prometheus' text format 0.0.4. Keeps nothing between two scrapes; any thread may write a page.</summary>
internal sealed class PrometheusPage(MetricHosts hosts, TimeProvider time)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    // So that the answer is not gathered in memory, however many hosts there are.
    private const int HostsAtOnce = 32;
    private const int FlushAt = 16 * 1024;

    private static readonly (MetricFamily Family, PrometheusHeader Header)[] s_families =
        [.. MetricFamilies.All.Select(family => (family, new PrometheusHeader(family.Name, family.Kind, family.Help)))];

    private static readonly PrometheusHeader s_build = new("auditconsole_build_info", MetricKind.Gauge, "The running program.");

    /// <summary>Writes what all metrics say now.</summary>
    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        var text = new PrometheusText(output);
        var all = hosts.All;
        var readings = ArrayPool<HostReading>.Shared.Rent(all.Count);
        try
        {
            var now = time.GetUtcNow();
            for (var i = 0; i < all.Count; i++)
            {
                readings[i] = all[i].Read(now);
            }

            foreach (var (family, header) in s_families)
            {
                text.Begin(header);
                for (var i = 0; i < all.Count; i += HostsAtOnce)
                {
                    Write(text, family, readings.AsSpan(i, Math.Min(HostsAtOnce, all.Count - i)));
                    if (output.CanGetUnflushedBytes && output.UnflushedBytes >= FlushAt && (await output.FlushAsync(cancellationToken)).IsCompleted)
                    {
                        return;
                    }
                }
            }

            text.Begin(s_build);
            text.Of([]);
            text.Add("version", BuildVersion.Text, 1);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            ArrayPool<HostReading>.Shared.Return(readings, clearArray: true);
        }
    }

    private static void Write(PrometheusText text, MetricFamily family, ReadOnlySpan<HostReading> readings)
    {
        foreach (ref readonly var reading in readings)
        {
            text.Of(reading.Host.PrometheusLabels);
            family.Read(in reading, text);
        }
    }
}
