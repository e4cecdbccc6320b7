using AuditConsole.Engine.Replay;
using AuditConsole.Engine.Traces;

namespace AuditConsole.Engine.Lab;

/// <summary>The same run at several limits.</summary>
/// <param name="Outcomes">One for each limit, in the order asked for.</param>
/// <param name="WithoutLoss">The smallest limit under which nothing is lost and nobody waits.</param>
/// <param name="UnlimitedPeak">The highest backlog without a limit, in records.</param>
/// <param name="Records">Records that arrived.</param>
public sealed record LimitComparison(IReadOnlyList<LimitOutcome> Outcomes, uint WithoutLoss, int UnlimitedPeak, long Records)
{
    /// <summary>Whether a run can be compared: with a rate limit or an auditd that stalls, losses do not follow from the main queue alone.</summary>
    /// <param name="options">The run.</param>
    /// <param name="why">What is in the way.</param>
    public static bool Accepts(SimulationOptions options, out string why)
    {
        ArgumentNullException.ThrowIfNull(options);
        why = options.RateLimit != 0 ? "A rate limit loses records whatever the limit is: set it to 0 to compare limits."
            : options is { Trace: null, Scenario.Auditd: not null } ? $"In {options.Scenario.Name} auditd is in the way, not the limit alone: run it at each limit instead."
            : "";
        return why.Length == 0;
    }

    /// <summary>Draws what the run would bring and replays it at each limit. Takes processor time, not memory.</summary>
    /// <param name="options">The run; its own limit plays no part.</param>
    /// <param name="limits">1 to 63 limits.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <exception cref="ArgumentException">The run cannot be compared.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many limits or none, or an option is out of range.</exception>
    public static LimitComparison Of(SimulationOptions options, IReadOnlyList<uint> limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfZero(limits.Count, nameof(limits));
        if (!Accepts(options, out var why))
        {
            throw new ArgumentException(why, nameof(options));
        }

        options.Check();
        var trace = Draw(options);
        var outcomes = LimitReplay.Run(trace, [.. limits, 0u], (int)options.BacklogWaitTime.TotalMilliseconds, cancellationToken);
        var peak = outcomes[^1].Peak;
        return new LimitComparison(outcomes[..^1], LimitReplay.LimitWithoutLoss(peak), peak, trace.Records);
    }

    // Ends where the run itself would: when the most records have arrived.
    private static WorkloadTrace Draw(SimulationOptions options) => options.Trace is { } trace
        ? WorkloadTrace.Of(new TraceSteps(trace), trace.Tasks, Math.Min(options.Steps, trace.Steps), SimulationOptions.MostRecords)
        : WorkloadTrace.OfScenario(options.Scenario, options.Seed, options.Steps, SimulationOptions.MostRecords);
}
