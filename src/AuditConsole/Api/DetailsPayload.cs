using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Api;

/// <summary>What explains a window's peak and losses.</summary>
public sealed record DetailsPayload
{
    public long? Records { get; init; }

    public double? MeanWaitSeconds { get; init; }

    public long? Samples { get; init; }

    public double? HeldSeconds { get; init; }

    public bool Inferred { get; init; }

    public IReadOnlyList<string> Doubts { get; init; } = [];

    public IReadOnlyList<LossPayload> Losses { get; init; } = [];

    public WindowProducers? Producers { get; init; }

    public static DetailsPayload? Of(WindowDetails? details) => details is null
        ? null
        : new DetailsPayload
        {
            Records = details.Records,
            MeanWaitSeconds = details.MeanWait?.TotalSeconds,
            Samples = details.Samples,
            HeldSeconds = details.Held?.TotalSeconds,
            Inferred = details.Inferred,
            Doubts = details.Doubts,
            Losses = [.. details.Losses.Select(loss => new LossPayload(loss.Cause, loss.Records, loss.Evidence, loss.LimitHelps))],
            Producers = details.Producers,
        };

    public WindowDetails ToDetails() => new()
    {
        Records = Records,
        MeanWait = MeanWaitSeconds is { } mean ? TimeSpan.FromSeconds(mean) : null,
        Samples = Samples,
        Held = HeldSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Inferred = Inferred,
        // A line of an imported file may say null where a list is meant.
        Doubts = Doubts ?? [],
        Losses = [.. (Losses ?? []).Select(loss => new LossShare(loss.Cause, loss.Records, loss.Evidence))],
        Producers = Producers,
    };
}

/// <summary>Records lost for one cause.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Records">How many; null where nobody counted them.</param>
/// <param name="Evidence">What says so.</param>
/// <param name="LimitHelps">Whether a higher backlog_limit would have kept them; null where that is not known.</param>
public sealed record LossPayload(LossCause Cause, long? Records, string Evidence, bool? LimitHelps);
