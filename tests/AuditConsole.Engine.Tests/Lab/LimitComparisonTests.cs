using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Tests.Lab;

public sealed class LimitComparisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Comparable => [.. WorkloadScenario.All.Where(s => s.Auditd is null).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Comparable))]
    public async Task Of_EachLimit_IsWhatTheRunItselfShows(string scenario)
    {
        var options = new SimulationOptions { Scenario = WorkloadScenario.Named(scenario), Length = TimeSpan.FromSeconds(25), Seed = 3 };
        uint[] limits = [64, 300, 1_024];

        var comparison = LimitComparison.Of(options, limits, Token);

        for (var i = 0; i < limits.Length; i++)
        {
            await using var simulation = new Simulation(options with { BacklogLimit = limits[i] });
            simulation.Run(int.MaxValue);
            var (state, outcome) = (simulation.State, comparison.Outcomes[i]);
            Assert.Equal(
                (limits[i], state.HighWaterMark, state.Lost, state.Waited.TotalMilliseconds, state.Sleeping, state.Held),
                (outcome.Limit, outcome.Peak, outcome.Lost, (double)outcome.WaitMilliseconds, outcome.Sleeping, outcome.Held));
        }

        Assert.Equal(comparison.UnlimitedPeak > 1 ? (uint)comparison.UnlimitedPeak - 1 : 1, comparison.WithoutLoss);
    }

    [Fact]
    public void Of_RateLimitOrStallingAuditd_SaysWhyNot()
    {
        Assert.Contains("rate limit", Why(new SimulationOptions { Scenario = WorkloadScenario.Named("build"), RateLimit = 5 }), StringComparison.Ordinal);
        Assert.Contains("auditd is in the way", Why(new SimulationOptions { Scenario = WorkloadScenario.Named("stalled-auditd") }), StringComparison.Ordinal);

        static string Why(SimulationOptions options) => Assert.Throws<ArgumentException>(() => LimitComparison.Of(options, [64], Token)).Message;
    }
}
