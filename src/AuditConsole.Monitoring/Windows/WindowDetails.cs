using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Records;

namespace AuditConsole.Monitoring.Windows;

/// <summary>What else is known of a window: whatever explains its peak, its losses, and how sure both are.</summary>
public sealed record WindowDetails
{
    /// <summary>Records that left the queue, as the probe counted them; <see langword="null"/> without one.</summary>
    public long? Records { get; init; }

    /// <summary>Mean time a record was in the queue; <see langword="null"/> where nobody measured it.</summary>
    public TimeSpan? MeanWait { get; init; }

    /// <summary>How often the backlog was asked for by the adaptive sampler; <see langword="null"/> where it did not run.</summary>
    public long? Samples { get; init; }

    /// <summary>How long the kernel held requests of this console because the backlog was over its limit.</summary>
    public TimeSpan? Held { get; init; }

    /// <summary>Whether the peak was inferred: a task waited or a record was lost for the limit, which happens above it only.</summary>
    public bool Inferred { get; init; }

    /// <summary>Why the peak may be higher than shown, one sentence each.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>Records lost, by cause.</summary>
    public IReadOnlyList<LossShare> Losses { get; init; } = [];

    /// <summary>Who filled the queue; <see langword="null"/> where the stream of records was not counted.</summary>
    public WindowProducers? Producers { get; init; }

    /// <summary>Whether there is anything to keep.</summary>
    internal bool IsEmpty => this is { Records: null, Samples: null, Held: null, Inferred: false, Producers: null } && Doubts.Count + Losses.Count == 0;

    /// <summary>One for two neighbours. Who filled the queue is told for the higher peak of the two, since that is what it explains.</summary>
    internal static WindowDetails? Join(WindowDetails? first, WindowDetails? second, WindowDetails? higher) =>
        first is null || second is null
            ? first ?? second
            : new WindowDetails
            {
                Records = Sum(first.Records, second.Records),
                MeanWait = MeanWaitOf(first, second),
                Samples = Sum(first.Samples, second.Samples),
                Held = first.Held is null ? second.Held : first.Held + (second.Held ?? TimeSpan.Zero),
                Inferred = higher?.Inferred ?? false,
                Doubts = [.. first.Doubts.Union(second.Doubts, StringComparer.Ordinal).Take(MostDoubts)],
                Losses = [.. first.Losses.Concat(second.Losses).GroupBy(loss => loss.Cause).Select(Sum)],
                Producers = higher?.Producers,
            };

    private const int MostDoubts = 8;

    private static TimeSpan? MeanWaitOf(WindowDetails first, WindowDetails second) =>
        first is { MeanWait: { } a, Records: { } of } && second is { MeanWait: { } b, Records: { } and } && of + and > 0
            ? ((a * of) + (b * and)) / (of + and)
            : first.MeanWait ?? second.MeanWait;

    private static long? Sum(long? first, long? second) => first is null ? second : first + (second ?? 0);

    private static LossShare Sum(IEnumerable<LossShare> ofOneCause) =>
        ofOneCause.Aggregate((sum, loss) => loss with { Records = Sum(sum.Records, loss.Records) });
}
