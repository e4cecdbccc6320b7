using System.Buffers;
using System.Globalization;
using System.Text;

namespace AuditConsole.Metrics.Prometheus;

/// <summary>Writes samples in Prometheus' text format 0.0.4 straight into the answer. For one page and one thread.</summary>
internal sealed class PrometheusText(IBufferWriter<byte> output) : ISamples
{
    // Longer than any number and what stands around it.
    private const int MostOfANumber = 40;

    // Above this a double does not tell whole numbers apart.
    private const double MostWhole = 1L << 53;

    private PrometheusHeader _header = null!;
    private byte[] _labels = [];
    private bool _headed;

    /// <summary>What follows belongs to that metric. Without samples nothing of it is written.</summary>
    public void Begin(PrometheusHeader header) => (_header, _headed) = (header, false);

    /// <summary>What follows carries these labels before its own.</summary>
    public void Of(byte[] labels) => _labels = labels;

    public void Add(double value) => Write([], [], null, null, null, null, value);

    public void Add(string label, string text, double value) => Write([], [], label, text, null, null, value);

    public void Add(string label, string text, string secondLabel, string secondText, double value) => Write([], [], label, text, secondLabel, secondText, value);

    public void AddHistogram(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double sum)
    {
        Span<byte> bound = stackalloc byte[MostOfANumber];
        var below = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            below += counts[i];
            var end = i < bounds.Length ? Number(bound, bounds[i]) : Copy(bound, "+Inf"u8);
            Write("_bucket"u8, bound[..end], "le", null, null, null, below);
        }

        Write("_sum"u8, [], null, null, null, null, sum);
        Write("_count"u8, [], null, null, null, null, below);
    }

    private void Write(ReadOnlySpan<byte> suffix, ReadOnlySpan<byte> bound, string? label, string? text, string? secondLabel, string? secondText, double value)
    {
        if (!_headed)
        {
            output.Write(_header.Text);
            _headed = true;
        }

        // A character is up to three bytes, and a backslash more where it is escaped.
        var most = _header.Name.Length + suffix.Length + bound.Length + _labels.Length + (2 * MostOfANumber)
            + (3 * ((label?.Length ?? 0) + (secondLabel?.Length ?? 0))) + (6 * ((text?.Length ?? 0) + (secondText?.Length ?? 0)));
        var line = output.GetSpan(most);
        var at = Copy(line, _header.Name);
        at += Copy(line[at..], suffix);
        line[at++] = (byte)'{';
        at += Copy(line[at..], _labels);
        if (label is not null)
        {
            at += Label(line[at..], first: _labels.Length == 0, label, bound, text);
        }

        if (secondLabel is not null)
        {
            at += Label(line[at..], first: false, secondLabel, [], secondText);
        }

        at += Copy(line[at..], "} "u8);
        at += Number(line[at..], value);
        line[at++] = (byte)'\n';
        output.Advance(at);
    }

    private static int Label(Span<byte> line, bool first, string label, ReadOnlySpan<byte> bytes, string? text)
    {
        var at = first ? 0 : Copy(line, ","u8);
        at += Encoding.UTF8.GetBytes(label, line[at..]);
        at += Copy(line[at..], "=\""u8);
        at += Copy(line[at..], bytes);
        at += text is null ? 0 : Encoding.UTF8.GetBytes(text.AsSpan().ContainsAny("\\\"\n") ? MetricHost.Escape(text) : text, line[at..]);
        return at + Copy(line[at..], "\""u8);
    }

    private static int Number(Span<byte> line, double value)
    {
        var whole = (long)value;
        int written;
        _ = whole == value && Math.Abs(value) < MostWhole
            ? whole.TryFormat(line, out written, provider: CultureInfo.InvariantCulture)
            : value.TryFormat(line, out written, "R", CultureInfo.InvariantCulture);
        return written;
    }

    private static int Copy(Span<byte> line, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(line);
        return bytes.Length;
    }
}

/// <summary>The name of a metric, and the lines that stand before its samples.</summary>
internal sealed class PrometheusHeader(string name, MetricKind kind, string help)
{
    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    public byte[] Text { get; } = Encoding.UTF8.GetBytes($"# HELP {name} {help}\n# TYPE {name} {TypeOf(kind)}\n");

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
