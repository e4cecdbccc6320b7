using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Replay;
using AuditConsole.Engine.Tests.Support;
using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Tests.Replay;

public sealed class LimitReplayTests
{
    private static readonly uint[] s_limits = [0, 1, 2, 8, 64, 100, 320, 512, 1000, 8192];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, int> RealTraces
    {
        get
        {
            var data = new TheoryData<string, int, int>();
            foreach (var name in SomeTraces.Recorded)
            {
                foreach (var (tasks, wait) in new[] { (0, 60_000), (1, 60_000), (2, 5), (8, 60_000), (8, 40), (64, 3), (8, 0) })
                {
                    data.Add(name, tasks, wait);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RealTraces))]
    public async Task Run_RealArrivals_EqualsTheEngineAtEachLimit(string name, int tasks, int wait) =>
        await AssertLikeEngineAsync(SomeTraces.Real(name, tasks), s_limits, wait);

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(2_000)]
    [InlineData(3_000)]
    public async Task Run_RandomTraces_EqualsTheEngineAtEachLimit(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 100; seed++)
        {
            var random = new Random(seed);
            uint[] limits = [.. Enumerable.Range(0, 6).Select(_ => (uint)random.Next(0, 1 << random.Next(1, 9)))];
            await AssertLikeEngineAsync(SomeTraces.Random(seed), limits, wait: random.Next(0, 1 << random.Next(1, 9)));
        }
    }

    [Fact]
    public void Run_OneProducerThatCannotSleep_FillsToOneMoreThanTheLimitAndLosesTheRest()
    {
        var trace = new WorkloadTrace(tasks: 0, [30], [0]);

        Assert.Equal(new LimitOutcome(20, Peak: 21, Lost: 9, 0, 0, 0), LimitReplay.Run(trace, [20], 60_000, Token)[0]);
    }

    [Fact]
    public void Run_TaskThatSleepsOutItsTime_LosesTheRecordAndWaitsAnewForTheNext()
    {
        var trace = new WorkloadTrace(tasks: 1, [4, 0, 0, 0, 0, 0, 0, 0, 0, 0], new int[10]);

        Assert.Equal(new LimitOutcome(1, Peak: 2, Lost: 2, WaitMilliseconds: 8, 0, 0), LimitReplay.Run(trace, [1], 4, Token)[0]);
    }

    [Fact]
    public void Run_EachPass_WakesOneTaskOnly()
    {
        var trace = new WorkloadTrace(tasks: 3, [5, 0, 0], [0, 2, 0]);

        Assert.Equal(new LimitOutcome(1, Peak: 2, Lost: 0, WaitMilliseconds: 1, Sleeping: 2, Held: 2), LimitReplay.Run(trace, [1], 60_000, Token)[0]);
    }

    [Fact]
    public void LimitWithoutLoss_RealTraces_IsTheSmallest()
    {
        foreach (var trace in SomeTraces.Recorded.Select(name => SomeTraces.Real(name, tasks: 8)))
        {
            var limit = LimitReplay.LimitWithoutLoss(LimitReplay.UnlimitedPeak(trace));

            var outcomes = LimitReplay.Run(trace, [limit, limit - 1], waitMilliseconds: 0, Token);

            Assert.Equal(0, outcomes[0].Lost);
            Assert.NotEqual(0, outcomes[1].Lost);
            Assert.Equal(0, LimitReplay.Run(trace, [limit], 60_000, Token)[0].WaitMilliseconds);
        }
    }

    [Fact]
    public void Run_AnyTraceAndLimit_EveryRecordIsLoggedLostOrHeldAndThePeakKeepsToTheLimit()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var trace = SomeTraces.Random(seed);
            uint[] limits = [.. Enumerable.Range(1, 20).Select(limit => (uint)limit * 3)];

            foreach (var outcome in LimitReplay.Run(trace, limits, waitMilliseconds: seed, Token))
            {
                Assert.InRange((uint)outcome.Peak, 0u, outcome.Limit + 1);
                Assert.InRange(outcome.Lost + outcome.Held, 0L, trace.Records);
                Assert.Equal(outcome.Sleeping == 0, outcome.Held == 0);
            }
        }
    }

    [Fact]
    public void Run_LimitsInAnyOrderAndTwice_OutcomesInThatOrder()
    {
        var outcomes = LimitReplay.Run(SomeTraces.Real("trace-git", 2), [512, 64, 0, 64], 60_000, Token);

        Assert.Equal([512u, 64u, 0u, 64u], outcomes.Select(outcome => outcome.Limit));
        Assert.Equal(outcomes[1], outcomes[3]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(65, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 600_001)]
    public void Run_OutOfRange_Throws(int limits, int wait) => Assert.Throws<ArgumentOutOfRangeException>(
        () => LimitReplay.Run(SomeTraces.Random(1), new uint[limits], wait, Token));

    [Fact]
    public void Run_Cancelled_Ends() => Assert.Throws<OperationCanceledException>(
        () => LimitReplay.Run(SomeTraces.Random(1), [1], 0, new CancellationToken(canceled: true)));

    private static async Task AssertLikeEngineAsync(WorkloadTrace trace, uint[] limits, int wait)
    {
        var outcomes = LimitReplay.Run(trace, limits, wait, Token);
        for (var i = 0; i < limits.Length; i++)
        {
            Assert.Equal(await EngineAsync(trace, limits[i], wait), outcomes[i]);
        }
    }

    private static async Task<LimitOutcome> EngineAsync(WorkloadTrace trace, uint limit, int wait)
    {
        await using var simulation = new Simulation(new SimulationOptions
        {
            Scenario = WorkloadScenario.Named("none"),
            Trace = trace,
            BacklogLimit = limit,
            BacklogWaitTime = TimeSpan.FromMilliseconds(wait),
        });
        simulation.Run(trace.Steps);
        var state = simulation.State;
        return new LimitOutcome(limit, (int)state.HighWaterMark, state.Lost, (long)state.Waited.TotalMilliseconds, state.Sleeping, state.Held);
    }
}
