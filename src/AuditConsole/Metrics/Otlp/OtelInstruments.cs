using System.Diagnostics.Metrics;

namespace AuditConsole.Metrics.Otlp;

/// <summary>The metrics as observable instruments under OpenTelemetry's names: nothing is measured until somebody collects.</summary>
internal sealed class OtelInstruments : IDisposable
{
    public const string MeterName = "AuditConsole";

    private readonly MetricHosts _hosts;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(MeterName, BuildVersion.Text);

    public OtelInstruments(MetricHosts hosts, TimeProvider time)
    {
        (_hosts, _time) = (hosts, time);
        foreach (var family in MetricFamilies.All)
        {
            if (family.Otel is { } name)
            {
                Create(family, name);
            }
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Create(MetricFamily family, string name)
    {
        IEnumerable<Measurement<double>> Observe() => Read(family);
        Instrument instrument = family.Kind switch
        {
            MetricKind.Counter => _meter.CreateObservableCounter(name, Observe, family.Unit, family.Help),
            MetricKind.Amount => _meter.CreateObservableUpDownCounter(name, Observe, family.Unit, family.Help),
            MetricKind.Gauge => _meter.CreateObservableGauge(name, Observe, family.Unit, family.Help),
            _ => throw new InvalidOperationException($"{name} cannot be observed as a {family.Kind}."),
        };
        GC.KeepAlive(instrument);
    }

    private IReadOnlyList<Measurement<double>> Read(MetricFamily family)
    {
        var samples = new OtelSamples();
        var now = _time.GetUtcNow();
        foreach (var host in _hosts.All)
        {
            samples.Of(host);
            family.Read(host.Read(now), samples);
        }

        return samples.Measurements;
    }
}
