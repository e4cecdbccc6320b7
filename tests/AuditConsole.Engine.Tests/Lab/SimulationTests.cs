using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Replay;
using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Tests.Lab;

public sealed class SimulationTests
{
    public static TheoryData<string> Scenarios => [.. EngineWorkload.Scenarios];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Run_SameOptions_SameBitForBit(string scenario)
    {
        var options = Options(scenario) with { Length = TimeSpan.FromSeconds(20), RateLimit = 3_000 };

        Assert.Equal(await BytesAsync(options, chunk: 20_000), await BytesAsync(options, chunk: 37));
    }

    [Fact]
    public async Task Run_OtherSeed_OtherRun() => Assert.NotEqual(
        await BytesAsync(Options("build"), 1_000), await BytesAsync(Options("build") with { Seed = 2 }, 1_000));

    [Theory]
    [InlineData("bursts")]
    [InlineData("fork-bomb")]
    [InlineData("trace-git")]
    public async Task Record_RunAgain_SameFiguresFromItsFile(string scenario)
    {
        await using var simulation = new Simulation(Options(scenario));
        simulation.Run(int.MaxValue);
        var trace = TraceFile.Read(TraceFile.Write(simulation.Record()));
        await using var again = new Simulation(Options("none") with { Trace = trace });

        again.Run(int.MaxValue);

        Assert.True(again.Ended);
        Assert.Equal(simulation.State, again.State);
        Assert.Equal(simulation.Picture.Highest, again.Picture.Highest);
    }

    [Fact]
    public async Task Record_ReplayedAtTheRunsOwnLimit_SameFigures()
    {
        await using var simulation = new Simulation(Options("login-storm") with { BacklogLimit = 200 });
        simulation.Run(int.MaxValue);

        var outcome = LimitReplay.Run(simulation.Record(), [200], 60_000, TestContext.Current.CancellationToken)[0];

        var state = simulation.State;
        Assert.Equal(
            (state.HighWaterMark, state.Lost, state.Waited.TotalMilliseconds, state.Held),
            (outcome.Peak, outcome.Lost, (double)outcome.WaitMilliseconds, outcome.Held));
    }

    [Fact]
    public async Task Run_RateLimit_LosesWhatIsAbove()
    {
        await using var simulation = new Simulation(Options("poisson") with { BacklogLimit = 0, RateLimit = 1_000 });
        simulation.Run(int.MaxValue);

        // The first 999 pass, then one as each second ends; the windows are longer than a second by a record's distance.
        Assert.InRange(simulation.State.Arrived - simulation.State.Lost, 29_000, 30_000);
    }

    [Fact]
    public async Task Run_AuditdStalls_RetryQueueFillsUpToTheLimitAndOverflows()
    {
        await using var simulation = new Simulation(Options("stalled-auditd") with { BacklogLimit = 400, Length = TimeSpan.FromMinutes(2) });
        var highest = 0;
        while (!simulation.Ended)
        {
            simulation.Run(10);
            highest = Math.Max(highest, simulation.State.RetryBacklog);
        }

        Assert.Equal(400, highest);
        Assert.NotEqual(0, simulation.State.Losses.RetryOverflow);
        Assert.Equal(simulation.State.Lost, simulation.State.Losses.RetryOverflow + simulation.State.Losses.BacklogLimit);
    }

    [Fact]
    public async Task Picture_EachColumn_HoldsTheHighestOfItsSteps()
    {
        await using var simulation = new Simulation(Options("build") with { BacklogLimit = 0 });
        simulation.Run(int.MaxValue);

        Assert.Equal(50, simulation.Picture.StepsPerColumn);
        Assert.Equal(600, simulation.Picture.Highest.Count);
        Assert.Equal(simulation.State.HighWaterMark, simulation.Picture.Highest.Max());
    }

    [Fact]
    public async Task Run_TraceShorterThanTheLength_EndsWithTheTrace()
    {
        await using var simulation = new Simulation(Options("none") with { Trace = new WorkloadTrace(0, [1, 2, 3], [0, 0, 0]) });
        simulation.Run(int.MaxValue);

        Assert.True(simulation.Ended);
        Assert.Equal((3, 6L), (simulation.State.Steps, simulation.State.Backlog));
    }

    [Theory]
    [InlineData(1u, 10)]
    [InlineData(0u, 1)]
    public async Task Run_MoreRecordsOrBacklogThanAccepted_EndsThere(uint limit, int steps)
    {
        var flood = new WorkloadTrace(0, [.. Enumerable.Repeat(1_000_000, 20)], new int[20]);
        await using var simulation = new Simulation(Options("none") with { Trace = flood, BacklogLimit = limit });
        simulation.Run(int.MaxValue);

        Assert.True(simulation.Ended && simulation.EndedEarly);
        Assert.Equal(steps, simulation.State.Steps);
    }

    [Fact]
    public void Constructor_OutOfRange_SaysWhatIsAccepted()
    {
        Assert.Contains("00:10:00", Message(Options("none") with { Length = TimeSpan.FromMinutes(11) }), StringComparison.Ordinal);
        Assert.Contains("whole milliseconds", Message(Options("none") with { Length = TimeSpan.FromMicroseconds(1_500) }), StringComparison.Ordinal);
        Assert.Contains("00:10:00", Message(Options("none") with { BacklogWaitTime = TimeSpan.FromSeconds(601) }), StringComparison.Ordinal);

        static string Message(SimulationOptions options) => Assert.Throws<ArgumentOutOfRangeException>(() => new Simulation(options)).Message;
    }

    private static SimulationOptions Options(string scenario) => new()
    {
        Scenario = WorkloadScenario.Named(scenario),
        Length = TimeSpan.FromSeconds(30),
    };

    private static async Task<(SimulationState State, string Columns, string Trace)> BytesAsync(SimulationOptions options, int chunk)
    {
        await using var simulation = new Simulation(options);
        while (!simulation.Ended)
        {
            simulation.Run(chunk);
        }

        return (simulation.State, string.Join(',', simulation.Picture.Highest), Convert.ToHexString(TraceFile.Write(simulation.Record())));
    }
}
