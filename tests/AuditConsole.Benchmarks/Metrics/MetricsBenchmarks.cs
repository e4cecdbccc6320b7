using System.IO.Pipelines;
using AuditConsole.Metrics;
using AuditConsole.Metrics.Otlp;
using AuditConsole.Metrics.Prometheus;
using BenchmarkDotNet.Attributes;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace AuditConsole.Benchmarks.Metrics;

/// <summary>One scrape of hosts with an hour of 1-second windows each: the page, the same with a string for each sample, and what OpenTelemetry's SDK takes to collect the series before anything is written.</summary>
public class MetricsBenchmarks : IDisposable
{
    private MetricHosts _hosts = null!;
    private PrometheusPage _page = null!;
    private OtelInstruments _instruments = null!;
    private MeterProvider _provider = null!;
    private BaseExportingMetricReader _reader = null!;

    [Params(1, 1000)]
    public int Hosts { get; set; } = 1;

    [GlobalSetup]
    public void Setup()
    {
        _hosts = MeteredHosts.Of(Hosts);
        var clock = new StandingClock(MeteredHosts.Now);
        _page = new PrometheusPage(_hosts, clock);
        _instruments = new OtelInstruments(_hosts, clock);
        _reader = new BaseExportingMetricReader(new NowhereExporter());
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(OtelInstruments.MeterName)
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = Math.Max(2000, 64 * Hosts) })
            .AddReader(_reader)
            .Build();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _provider.Dispose();
        _instruments.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public int StringForEachSample() => new PlainPage(_hosts, MeteredHosts.Now).Write().Length;

    [Benchmark]
    public bool OpenTelemetryCollect() => _reader.Collect();

    [Benchmark]
    public Task Page() => WriteAsync(Stream.Null);

    /// <summary>Writes the page to a stream.</summary>
    internal Task WriteAsync(Stream stream) => _page.WriteAsync(PipeWriter.Create(stream), CancellationToken.None);

    /// <summary>The page as one writes it first.</summary>
    internal string Plain() => new PlainPage(_hosts, MeteredHosts.Now).Write();

    private sealed class NowhereExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
