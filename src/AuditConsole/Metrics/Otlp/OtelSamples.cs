using System.Diagnostics.Metrics;

namespace AuditConsole.Metrics.Otlp;

/// <summary>Gathers samples as the measurements of an instrument. For one thread.</summary>
internal sealed class OtelSamples : ISamples
{
    private readonly List<Measurement<double>> _measurements = [];
    private MetricHost _host = null!;

    public IReadOnlyList<Measurement<double>> Measurements => _measurements;

    /// <summary>What follows is of that host.</summary>
    public void Of(MetricHost host) => _host = host;

    public void Add(double value) => _measurements.Add(new(value, [Host, Source]));

    public void Add(string label, string text, double value) => _measurements.Add(new(value, [Host, Source, new(label, text)]));

    public void Add(string label, string text, string secondLabel, string secondText, double value) =>
        _measurements.Add(new(value, [Host, Source, new(label, text), new(secondLabel, secondText)]));

    /// <exception cref="NotSupportedException">Always: there is no instrument that is asked for a histogram.</exception>
    public void AddHistogram(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double sum) => throw new NotSupportedException();

    private KeyValuePair<string, object?> Host => new("host", _host.Name);

    private KeyValuePair<string, object?> Source => new("source", _host.Source);
}
