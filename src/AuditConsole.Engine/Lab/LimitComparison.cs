using AuditConsole.Engine.Replay;
using AuditConsole.Engine.Traces;

namespace AuditConsole.Engine.Lab;

/// <summary>The same run at several limits.</summary>
/// <param name="Outcomes">One for each limit, in the order asked for.</param>
/// <param name="UnlimitedPeak">
/// The highest backlog without a limit, in records; <see langword="null"/> where a rate limit or a stalling auditd loses records too, so
/// that no limit is one without loss.
/// </param>
/// <param name="Records">Records that arrived.</param>
public sealed record LimitComparison(IReadOnlyList<LimitOutcome> Outcomes, int? UnlimitedPeak, long Records)
{
    private const int MostReplayed = LimitReplay.MostLimits - 1;
    private const int MostRuns = 16;

    // Between two looks at the token.
    private const int StepsPerLook = 10_000;

    /// <summary>The smallest limit under which nothing is lost and nobody waits, where there is one.</summary>
    public uint? WithoutLoss => UnlimitedPeak is { } peak ? LimitReplay.LimitWithoutLoss(peak) : null;

    /// <summary>How many limits of a run can be compared: 63 where they are replayed, 16 where each is a run of its own.</summary>
    public static int MostLimits(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return IsReplayed(options) ? MostReplayed : MostRuns;
    }

    /// <summary>Compares limits: by one replay where losses follow from the main queue alone, else by a run at each limit.</summary>
    /// <param name="options">The run; its own limit plays no part.</param>
    /// <param name="limits">1 to <see cref="MostLimits"/>.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many limits or none, or an option is out of range.</exception>
    public static async Task<LimitComparison> OfAsync(SimulationOptions options, IReadOnlyList<uint> limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfZero(limits.Count, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.Count, MostLimits(options), nameof(limits));
        options.Check();
        return IsReplayed(options)
            ? Replayed(options, limits, cancellationToken)
            : await RunAsync(options, limits, cancellationToken).ConfigureAwait(false);
    }

    private static bool IsReplayed(SimulationOptions options) => options.RateLimit == 0 && (options.Trace is not null || options.Scenario.Auditd is null);

    private static LimitComparison Replayed(SimulationOptions options, IReadOnlyList<uint> limits, CancellationToken cancellationToken)
    {
        var trace = Draw(options);
        var outcomes = LimitReplay.Run(trace, [.. limits, 0u], (int)options.BacklogWaitTime.TotalMilliseconds, cancellationToken);
        return new LimitComparison(outcomes[..^1], outcomes[^1].Peak, trace.Records);
    }

    // Ends where the run itself would: when the most records have arrived.
    private static WorkloadTrace Draw(SimulationOptions options) => options.Trace is { } trace
        ? WorkloadTrace.Of(new TraceSteps(trace), trace.Tasks, Math.Min(options.Steps, trace.Steps), SimulationOptions.MostRecords)
        : WorkloadTrace.OfScenario(options.Scenario, options.Seed, options.Steps, SimulationOptions.MostRecords);

    private static async Task<LimitComparison> RunAsync(SimulationOptions options, IReadOnlyList<uint> limits, CancellationToken cancellationToken)
    {
        var outcomes = new List<LimitOutcome>(limits.Count);
        var records = 0L;
        foreach (var limit in limits)
        {
            var state = await RunAsync(options with { BacklogLimit = limit }, cancellationToken).ConfigureAwait(false);
            outcomes.Add(new LimitOutcome(limit, (int)state.HighWaterMark, state.Lost, (long)state.Waited.TotalMilliseconds, state.Sleeping, state.Held));
            records = Math.Max(records, state.Arrived);
        }

        return new LimitComparison(outcomes, UnlimitedPeak: null, records);
    }

    private static async Task<SimulationState> RunAsync(SimulationOptions options, CancellationToken cancellationToken)
    {
        var simulation = new Simulation(options);
        await using var _ = simulation.ConfigureAwait(false);
        while (!simulation.Ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            simulation.Run(StepsPerLook);
        }

        return simulation.State;
    }
}
