using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Tests.Lab;

public sealed class LimitComparisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Comparable => [.. WorkloadScenario.All.Where(s => s.Auditd is null).Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Comparable))]
    public async Task OfAsync_EachLimit_IsWhatTheRunItselfShows(string scenario)
    {
        var options = new SimulationOptions { Scenario = WorkloadScenario.Named(scenario), Length = TimeSpan.FromSeconds(25), Seed = 3 };
        uint[] limits = [64, 300, 1_024];

        var comparison = await LimitComparison.OfAsync(options, limits, Token);

        for (var i = 0; i < limits.Length; i++)
        {
            await using var simulation = new Simulation(options with { BacklogLimit = limits[i] });
            simulation.Run(int.MaxValue);
            var (state, outcome) = (simulation.State, comparison.Outcomes[i]);
            Assert.Equal(
                (limits[i], state.HighWaterMark, state.Lost, state.Waited.TotalMilliseconds, state.Sleeping, state.Held),
                (outcome.Limit, outcome.Peak, outcome.Lost, (double)outcome.WaitMilliseconds, outcome.Sleeping, outcome.Held));
        }

        await using var unlimited = new Simulation(options with { BacklogLimit = 0 });
        unlimited.Run(int.MaxValue);
        Assert.Equal((int?)unlimited.State.HighWaterMark, comparison.UnlimitedPeak);
        Assert.Equal((uint)Math.Max(1, unlimited.State.HighWaterMark - 1), comparison.WithoutLoss);
    }

    [Theory]
    [InlineData("build", 2_000u)]
    [InlineData("stalled-auditd", 0u)]
    public async Task OfAsync_RateLimitOrStallingAuditd_IsARunAtEachLimit(string scenario, uint rate)
    {
        var options = new SimulationOptions { Scenario = WorkloadScenario.Named(scenario), RateLimit = rate, Length = TimeSpan.FromSeconds(25) };

        var comparison = await LimitComparison.OfAsync(options, [64, 4_096], Token);

        await using var simulation = new Simulation(options);
        simulation.Run(int.MaxValue);
        Assert.Equal((simulation.State.HighWaterMark, simulation.State.Lost), (comparison.Outcomes[0].Peak, comparison.Outcomes[0].Lost));
        Assert.Null(comparison.WithoutLoss);
        Assert.Equal(simulation.State.Arrived, comparison.Records);
    }

    [Fact]
    public async Task OfAsync_TooManyLimits_Throws()
    {
        var stalled = new SimulationOptions { Scenario = WorkloadScenario.Named("stalled-auditd") };
        Assert.Equal(16, LimitComparison.MostLimits(stalled));
        Assert.Equal(63, LimitComparison.MostLimits(new SimulationOptions { Scenario = WorkloadScenario.Named("build") }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => LimitComparison.OfAsync(stalled, new uint[17], Token));
        await Assert.ThrowsAsync<OperationCanceledException>(() => LimitComparison.OfAsync(stalled, [1], new CancellationToken(canceled: true)));
    }
}
