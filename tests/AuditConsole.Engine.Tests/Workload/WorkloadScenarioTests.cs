using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Tests.Workload;

public sealed class WorkloadScenarioTests
{
    public static TheoryData<string, double, double, int> Shapes => new()
    {
        // Name; records per second, at least and at most; the highest backlog of two minutes without a limit, at least.
        { "none", 0, 0, 0 },
        { "quiet", 1, 10, 3 },
        { "bursts", 300, 600, 40 },
        { "desktop", 100, 400, 60 },
        { "build", 1_000, 3_000, 300 },
        { "boot-storm", 1_500, 4_500, 400 },
        { "login-storm", 2_000, 4_500, 130 },
        { "stalled-auditd", 1_500, 3_000, 100 },
        { "fork-bomb", 4_000, 9_000, 50_000 },
        { "rule-flood", 27_000, 29_000, 300_000 },
        { "poisson", 3_900, 4_100, 100 },
        { "on-off", 3_000, 12_000, 300 },
        { "trace-build", 1_000, 2_000, 200 },
        { "trace-forks", 6_000, 8_500, 200 },
        { "trace-find", 2_000, 3_500, 200 },
        { "trace-git", 3_500, 5_500, 200 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Scenario_TwoMinutesWithoutLimit_HasItsRateAndPeak(string name, double least, double most, int peak)
    {
        var scenario = WorkloadScenario.Named(name);
        await using var simulation = new Simulation(new SimulationOptions { Scenario = scenario, Length = TimeSpan.FromMinutes(2), BacklogLimit = 0 });
        simulation.Run(int.MaxValue);

        Assert.InRange(scenario.RecordsPerSecond, least, most);
        Assert.True(simulation.State.HighWaterMark >= peak, $"highest backlog {simulation.State.HighWaterMark}");
        Assert.Equal((0L, 0), (simulation.State.Lost, simulation.State.Sleeping));
    }

    [Fact]
    public void All_EachHasANameOfItsOwnAndOneSentence()
    {
        Assert.Equal(WorkloadScenario.All.Count, WorkloadScenario.All.Select(s => s.Name).Distinct().Count());
        Assert.All(WorkloadScenario.All, s => Assert.Matches("^[A-Za-z][^!?]*\\.$", s.Description));
        Assert.All(WorkloadScenario.All, s => Assert.InRange(s.Tasks, 0, 64));
    }

    [Fact]
    public void OnOff_TenMinutes_BurstsAtEveryScale()
    {
        var perSecond = Sums("on-off", 600, 1_000);
        var poisson = Sums("poisson", 600, 1_000);

        // Averaging over a second leaves a Poisson process nearly smooth, and a heavy-tailed one as uneven as before.
        Assert.InRange(Unevenness(poisson), 0, 0.03);
        Assert.InRange(Unevenness(perSecond), 0.1, 2);
    }

    private static double[] Sums(string name, int count, int steps)
    {
        var source = WorkloadScenario.Named(name).Steps(seed: 1);
        return [.. Enumerable.Range(0, count).Select(_ => (double)Enumerable.Range(0, steps).Sum(_ => source.Next().Arrivals))];
    }

    private static double Unevenness(double[] sums)
    {
        var mean = sums.Average();
        return Math.Sqrt(sums.Average(sum => (sum - mean) * (sum - mean))) / mean;
    }
}
