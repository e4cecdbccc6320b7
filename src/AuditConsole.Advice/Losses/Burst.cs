using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Advice.Losses;

/// <summary>What a window tells of the burst that made its peak.</summary>
/// <param name="At">When.</param>
/// <param name="Peak">The highest backlog, in records.</param>
/// <param name="IsAtLeast">Whether it may have been higher.</param>
/// <param name="Records">Records of the whole window, which is more than the burst can have lost; <see langword="null"/> where nobody counted them.</param>
/// <param name="Area">Mean backlog times length, in records times seconds; <see langword="null"/> where the mean is not known.</param>
public sealed record Burst(DateTimeOffset At, uint Peak, bool IsAtLeast, long? Records, double? Area)
{
    /// <summary>Who filled the queue; <see langword="null"/> where records were not counted.</summary>
    public WindowProducers? Producers { get; private init; }

    /// <summary>The slowest drain, in records a second, that could have brought the backlog down again; <see langword="null"/> where nothing tells.</summary>
    /// <remarks>
    /// A backlog that falls from its peak to nothing at a constant rate covers peak² / (2 · rate) records times seconds, and the
    /// window covers at least that.
    /// </remarks>
    public double? SlowestDrain => Area is > 0 and { } area && Peak > 1 ? (double)Peak * Peak / (2 * area) : null;

    /// <summary>Reads a window.</summary>
    public static Burst Of(PollWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new Burst(
            window.PeakAt ?? window.From,
            window.Peak,
            window.Bound == Bound.AtLeast || window.OverLimit,
            window.Details?.Records,
            // Of a single window; where several stand together, the burst is lost in the mean.
            window is { Windows: 1, Mean: { } mean } ? mean * (window.To - window.From).TotalSeconds : null)
        {
            Producers = window.Details?.Producers,
        };
    }
}
