using AuditConsole.Advice;
using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Losses;
using AuditConsole.Advice.Verdicts;

namespace AuditConsole.Tuning;

/// <summary>Advice as <c>GET /api/v1/hosts/{host}/advice</c> gives it.</summary>
public sealed record AdvicePayload
{
    public required string Host { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The present limit.</summary>
    public uint BacklogLimit { get; init; }

    public VerdictKind Verdict { get; init; }

    public required string Summary { get; init; }

    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The upper 95 % bound of the 90-day level, rounded up to a multiple of 64.</summary>
    public uint? RecommendedLimit { get; init; }

    public double? RecommendedWaitSeconds { get; init; }

    public IReadOnlyList<ReturnLevelPayload> ReturnLevels { get; init; } = [];

    public IReadOnlyList<LossPointPayload> LossCurve { get; init; } = [];

    public bool Refused { get; init; }

    public string? RefusedBecause { get; init; }

    /// <summary>Days that were watched.</summary>
    public double WatchedDays { get; init; }

    /// <summary>The smallest limit under which no burst of the record would have lost anything.</summary>
    public uint? NoLossLimit { get; init; }

    public MethodPayload? Method { get; init; }

    public CostPayload? Cost { get; init; }

    public IReadOnlyList<RulePayload> RulesOfThumb { get; init; } = [];

    public IReadOnlyList<BudgetPayload> Budgets { get; init; } = [];

    public IReadOnlyList<CommandPayload> Commands { get; init; } = [];

    /// <summary>Says it of advice.</summary>
    public static AdvicePayload Of(HostAdvice advice, IReadOnlyList<Budget> budgets)
    {
        ArgumentNullException.ThrowIfNull(advice);
        return new AdvicePayload
        {
            Host = advice.Facts.Host,
            At = advice.At,
            BacklogLimit = advice.Facts.Limit,
            Verdict = advice.Verdict.Kind,
            Summary = advice.Verdict.Summary,
            Evidence = [.. advice.Evidence.Select(evidence => $"{evidence.Title} {evidence.Text}".TrimEnd())],
            RecommendedLimit = advice.RecommendedLimit,
            RecommendedWaitSeconds = advice.RecommendedWaitSeconds,
            ReturnLevels = [.. advice.Levels.Answers.Select(ReturnLevelPayload.Of)],
            LossCurve = [.. (advice.Curve?.Points ?? []).Select(LossPointPayload.Of)],
            Refused = advice.RecommendedLimit is null,
            RefusedBecause = advice.RefusedBecause,
            WatchedDays = Math.Round(advice.Levels.Record.Watched.TotalDays, 3),
            NoLossLimit = advice.Curve?.WithoutLoss,
            Method = advice.Levels.Model is { } model ? MethodPayload.Of(model) : null,
            Cost = (advice.RecommendedLimit ?? advice.Facts.Limit) is > 0 and var limit ? CostPayload.Of(limit, advice.Facts.MemoryBytes) : null,
            RulesOfThumb = [.. advice.RulesOfThumb.Select(rule => new RulePayload(rule.Kind, rule.Limit, rule.Point.Lost))],
            Budgets = [.. budgets.Select(budget => new BudgetPayload(budget.Kind, budget.Most, budget.Limit, budget.Point is { } point ? LossPointPayload.Of(point) : null))],
            Commands = [.. Recommendation.Of(advice).Select(command => new CommandPayload(command.Purpose, command.Text, command.Why))],
        };
    }
}

public sealed record ReturnLevelPayload(int Days, double? Level, double? Low, double? High, double? ExceedProbability, string? RefusedBecause)
{
    public static ReturnLevelPayload Of(LevelAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new(answer.Days, Round(answer.Level), Round(answer.Low), Round(answer.High), answer.ExceedProbability, answer.RefusedBecause);
    }

    private static double? Round(double? value) => value is { } known ? Math.Round(known, 1) : null;
}

/// <param name="Limit">In records.</param>
/// <param name="Lost">Records that the bursts of the record would have lost, were tasks not made to wait: at least so many.</param>
/// <param name="LostAtMost">And at most.</param>
/// <param name="WaitSeconds">How long tasks would have waited instead.</param>
/// <param name="MemoryBytes">Of one queue full of ordinary records.</param>
/// <param name="ExpectedLost">What the next 30 days may lose, on average.</param>
/// <param name="ExpectedLostLow">Lower end of its 95 % prediction interval.</param>
/// <param name="ExpectedLostHigh">Upper end.</param>
/// <param name="ExceedProbability">The chance that the next 30 days lose anything.</param>
public sealed record LossPointPayload(
    uint Limit, long Lost, long? LostAtMost, double? WaitSeconds, long MemoryBytes, double? ExpectedLost, double? ExpectedLostLow, double? ExpectedLostHigh, double? ExceedProbability)
{
    public static LossPointPayload Of(LossPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var expected = point.Expected;
        return new(point.Limit, point.Lost, point.LostAtMost, point.WaitSeconds, point.MemoryBytes, Finite(expected?.Value), Finite(expected?.Low), Finite(expected?.High), expected?.ExceedProbability);
    }

    // JSON has no infinity.
    private static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? Math.Round(known, 2) : null;
}

/// <summary>How the levels were worked out.</summary>
public sealed record MethodPayload(
    int BlockHours, int Blocks, int AtLeast, double? Above, double Location, double Scale, double Shape, double? ShapeError, double GoodnessOfFit, double LightTailChance, TailKind Tail, double? ExtremalIndex)
{
    public static MethodPayload Of(TailModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var gev = model.Fit.Gev;
        return new(
            model.BlockHours, model.Blocks, model.AtLeast, model.Above, gev.Location, gev.Scale, gev.Shape, model.Fit.StandardErrors?.Shape, model.GoodnessOfFit, model.LightTailChance, model.Tail, model.ExtremalIndex);
    }
}

/// <summary>Memory of full queues, in bytes.</summary>
public sealed record CostPayload(uint Limit, long OneQueue, long OneQueueLong, long ThreeQueues, long ThreeQueuesLong, long Pessimistic, long? Machine)
{
    public static CostPayload Of(uint limit, long? machine)
    {
        var cost = new QueueCost(limit);
        return new(limit, cost.OneOrdinary, cost.OneLong, cost.ThreeOrdinary, cost.ThreeLong, cost.Pessimistic, machine);
    }
}

public sealed record RulePayload(ThumbKind Rule, uint Limit, long Lost);

public sealed record BudgetPayload(BudgetKind Kind, double Most, uint? Limit, LossPointPayload? Outcome);

public sealed record CommandPayload(string Purpose, string Text, string Why);
