namespace AuditConsole.Metrics;

/// <summary>What kind of figure a metric is.</summary>
internal enum MetricKind
{
    /// <summary>A figure of the moment that means nothing when added up over hosts.</summary>
    Gauge,

    /// <summary>A figure of the moment that adds up over hosts; a gauge to Prometheus.</summary>
    Amount,

    /// <summary>A sum that only rises.</summary>
    Counter,

    /// <summary>Counts by size.</summary>
    Histogram,
}

/// <summary>Hands the samples of a host to a sink; none where the figure is not known.</summary>
internal delegate void SampleReader(in HostReading host, ISamples samples);

/// <summary>A metric under its names.</summary>
/// <param name="Name">For Prometheus.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">A sentence.</param>
/// <param name="Otel">For OpenTelemetry; <see langword="null"/> where it is not offered there.</param>
/// <param name="Unit">In UCUM, for OpenTelemetry.</param>
/// <param name="Read">Its samples.</param>
internal sealed record MetricFamily(string Name, MetricKind Kind, string Help, string? Otel, string? Unit, SampleReader Read);
