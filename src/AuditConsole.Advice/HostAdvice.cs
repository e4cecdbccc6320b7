using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Losses;
using AuditConsole.Advice.Verdicts;
using AuditConsole.Monitoring.Records;

namespace AuditConsole.Advice;

/// <summary>What the limit of a host should be, how sure that is and what it costs. Immutable.</summary>
public sealed record HostAdvice
{
    /// <summary>The limit is a multiple of this.</summary>
    public const uint Step = 64;

    /// <summary>The host.</summary>
    public required AdvisedHost Facts { get; init; }

    /// <summary>When it was worked out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The verdict on the present limit.</summary>
    public required LimitVerdict Verdict { get; init; }

    /// <summary>What happened under it.</summary>
    public required RecentFacts Recent { get; init; }

    /// <summary>How high peaks will get.</summary>
    public required ReturnLevels Levels { get; init; }

    /// <summary>What each limit would have meant; <see langword="null"/> where there are no windows.</summary>
    public LossCurve? Curve { get; init; }

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>The limit recommended: the upper 95 % bound of the 90-day level, rounded up; <see langword="null"/> where it is refused.</summary>
    public uint? RecommendedLimit { get; init; }

    /// <summary>The longest <c>backlog_wait_time</c> recommended, in seconds; <see langword="null"/> where the present one is not known.</summary>
    public double? RecommendedWaitSeconds { get; init; }

    /// <summary>Why no limit is recommended; <see langword="null"/> where one is.</summary>
    public string? RefusedBecause { get; init; }

    /// <summary>Limits by folklore.</summary>
    public IReadOnlyList<RuleOfThumb> RulesOfThumb { get; init; } = [];

    /// <summary>The highest peaks, highest first.</summary>
    public IReadOnlyList<Burst> HighestBursts { get; init; } = [];

    /// <summary>Who made the highest peaks; <see langword="null"/> where records were not counted.</summary>
    public WindowProducers? Producers { get; init; }
}
