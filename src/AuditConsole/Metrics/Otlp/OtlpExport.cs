using AuditConsole.Settings;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AuditConsole.Metrics.Otlp;

/// <summary>Sends the metrics to an OpenTelemetry collector at an interval, and once more when the program stops.</summary>
internal sealed class OtlpExport(OtlpSettings settings, MetricHosts hosts, TimeProvider time, ILogger<OtlpExport> logger) : IHostedService, IDisposable
{
    // Within the time that the program has to stop.
    private const int MostMilliseconds = 5000;

    // Each host has three peaks, whose tier may change, and a sample for each reason and clear.
    private const int SeriesOfAHost = 64;
    private const int FewestSeries = 2000;

    private OtelInstruments? _instruments;
    private MeterProvider? _provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _instruments = new OtelInstruments(hosts, time);
        var limit = Math.Max(FewestSeries, SeriesOfAHost * hosts.All.Count);
        _provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("auditconsole", serviceVersion: BuildVersion.Text))
            .AddMeter(OtelInstruments.MeterName)
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = limit })
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = Address(settings);
                exporter.Protocol = settings.Protocol == OtlpProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.TimeoutMilliseconds = MostMilliseconds;
                exporter.HttpClientFactory = () => new HttpClient(new OtlpWatch(exporter.Endpoint, logger) { InnerHandler = new SocketsHttpHandler() })
                {
                    Timeout = TimeSpan.FromMilliseconds(MostMilliseconds),
                };
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Interval.TotalMilliseconds;
                reader.TemporalityPreference = MetricReaderTemporalityPreference.Cumulative;
            })
            .Build();
        return Task.CompletedTask;
    }

    // Bounded by its own time, it goes on even where nobody waits any longer.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => _provider?.Shutdown(MostMilliseconds), CancellationToken.None);

    /// <summary>Sends what the metrics say now.</summary>
    /// <returns>Whether it arrived.</returns>
    public bool Flush() => _provider?.ForceFlush(MostMilliseconds) ?? false;

    public void Dispose()
    {
        _provider?.Dispose();
        _instruments?.Dispose();
    }

    // The exporter adds the signal's path only to what the environment names.
    internal static Uri Address(OtlpSettings settings) =>
        settings.Protocol == OtlpProtocol.HttpProtobuf && settings.Endpoint.AbsolutePath == "/" ? new Uri(settings.Endpoint, "v1/metrics") : settings.Endpoint;
}
