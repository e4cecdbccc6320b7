using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace AuditConsole.Metrics;

/// <summary>The instruments in Prometheus' text format 0.0.4.</summary>
internal sealed class PrometheusPage : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly List<Instrument> _instruments = [];
    private readonly Dictionary<Instrument, List<string>> _samples = [];

    public PrometheusPage(AuditInstruments instruments)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == instruments.Meter)
            {
                _instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Collect(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>What all instruments say now.</summary>
    public string Write()
    {
        lock (_gate)
        {
            _samples.Clear();
            _listener.RecordObservableInstruments();
            var page = new StringBuilder();
            foreach (var instrument in _instruments.Where(_samples.ContainsKey))
            {
                page.Append(CultureInfo.InvariantCulture, $"# HELP {instrument.Name} {instrument.Description}\n");
                page.Append(CultureInfo.InvariantCulture, $"# TYPE {instrument.Name} {(instrument is ObservableCounter<double> ? "counter" : "gauge")}\n");
                page.AppendJoin("", _samples[instrument]);
            }

            return page.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Collect(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new StringBuilder(instrument.Name).Append('{');
        foreach (var (label, text) in tags)
        {
            line.Append(line[^1] == '{' ? "" : ",").Append(label).Append("=\"").Append(Escape(text?.ToString() ?? "")).Append('"');
        }

        line.Append("} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        if (!_samples.TryGetValue(instrument, out var lines))
        {
            _samples[instrument] = lines = [];
        }

        lines.Add(line.ToString());
    }

    private static string Escape(string label) =>
        label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
