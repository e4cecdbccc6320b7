using AuditConsole.Engine.Tests.Support;
using AuditConsole.Engine.Workload;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Workload;

public sealed class EngineWorkloadTests
{
    private const int StepsPerWindow = 5_000;
    private const int FiveMinutes = 60;

    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<string> Scenarios => [.. EngineWorkload.Scenarios];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Step_SameScenarioAndSeed_SameBacklogsAndMarks(string scenario) =>
        Assert.Equal(await TraceAsync(scenario, seed: 5), await TraceAsync(scenario, seed: 5));

    [Fact]
    public async Task Step_OtherSeed_OtherTraffic() =>
        Assert.NotEqual(await TraceAsync("bursts", seed: 5), await TraceAsync("bursts", seed: 6));

    [Fact]
    public async Task Bursts_FiveMinutes_PeaksVaryAndSamplingMissesThem()
    {
        var (peaks, sampled, lost) = await WindowsAsync("bursts", FiveMinutes);

        Assert.Equal(0u, lost);
        Assert.InRange(peaks.Max(), 50u, 65u);
        Assert.InRange(peaks.Order().ElementAt(FiveMinutes / 2), 10u, 40u);
        Assert.InRange(peaks.Count(p => p <= 10), 3, 40);
        Assert.True(sampled.Count(s => s <= 6) > sampled.Count * 95 / 100);
    }

    [Fact]
    public async Task Quiet_FiveMinutes_SmallPeaks()
    {
        var (peaks, _, lost) = await WindowsAsync("quiet", FiveMinutes);

        Assert.Equal(0u, lost);
        Assert.All(peaks, p => Assert.InRange(p, 0u, 6u));
        Assert.True(peaks.Distinct().Count() > 2);
    }

    [Fact]
    public async Task Step_TasksCanSleepAndBacklogIsOverTheLimit_TheyWaitAndNothingIsLost()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 8, SingleThreaded = true }, _clock);
        await using var workload = new EngineWorkload(engine, "build", 1, _clock);

        for (var i = 0; i < 20_000; i++)
        {
            workload.Step();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal((0u, 9u), (engine.Lost, engine.BacklogMaxDepth));
        Assert.NotEqual(0u, engine.BacklogWaitTimeActual);
    }

    [Fact]
    public async Task None_AnyTime_OnlyDrains()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), _clock);
        await using var workload = new EngineWorkload(engine, "none", 1, _clock);
        engine.Fill(40);

        workload.Step();

        Assert.Equal((0u, 40u), (engine.Backlog, engine.BacklogMaxDepth));
    }

    [Fact]
    public async Task Step_SettingsChangeMeanwhile_GoesOn()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), _clock);
        await using var workload = new EngineWorkload(engine, "bursts", 1, _clock);
        await using var session = new ControlSession(engine);

        await session.SetAsync(AuditStatusMask.Failure, 0);
        await session.SetAsync(AuditStatusMask.BacklogLimit, 8);
        Run(workload, 60_000);
        Assert.NotEqual(0u, engine.Lost);
        Assert.InRange(engine.BacklogMaxDepth, 9u, 9u);

        await session.SetAsync(AuditStatusMask.Enabled, 0);
        Run(workload, 100);
        await session.SetAsync(AuditStatusMask.BacklogMaxDepth);
        Run(workload, 60_000);
        Assert.Equal((0u, 1u), (engine.Backlog, engine.BacklogMaxDepth));
    }

    [Fact]
    public async Task Start_StepsOfATick_EachIsWeighedInTheStatisticsWithItsOwnMillisecond()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), _clock);
        await using var workload = new EngineWorkload(engine, "bursts", 1, _clock);
        workload.Start();
        _clock.Advance(TimeSpan.FromSeconds(60));

        var window = engine.ReadAndClearStatistics();

        // Bursts of up to 57 last a few milliseconds, so both ends of the distribution are there.
        Assert.Equal(TimeSpan.FromSeconds(60), _clock.GetElapsedTime(window.From, window.To));
        Assert.Equal(engine.BacklogMaxDepth, window.Distribution.Max);
        Assert.InRange(window.Mean!.Value, 0.2, 3);
        Assert.InRange(window.Distribution.Quantile(0.5)!.Value, 0u, 1u);
    }

    [Fact]
    public async Task Start_ClockMoves_OneStepPerMillisecond()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), _clock);
        await using var workload = new EngineWorkload(engine, "bursts", 1, _clock);
        workload.Start();

        await AdvanceUntilAsync(workload, TimeSpan.FromMilliseconds(10), steps: 10);
        await AdvanceUntilAsync(workload, TimeSpan.FromMilliseconds(12.5), steps: 20);

        Assert.Throws<InvalidOperationException>(workload.Start);
    }

    [Fact]
    public async Task Start_ClockStoodStillForLong_CatchesUpOneSecondAndLeavesOutTheRest()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), _clock);
        await using var workload = new EngineWorkload(engine, "bursts", 1, new SleepyTimeProvider(_clock, TimeSpan.FromHours(1)));
        workload.Start();

        await AdvanceUntilAsync(workload, TimeSpan.FromMilliseconds(10), steps: 1_000);
    }

    [Fact]
    public void Constructor_UnknownScenario_SaysWhatIsAccepted()
    {
        var engine = new AuditEngine(new AuditEngineOptions(), _clock);

        var e = Assert.Throws<ArgumentException>(() => new EngineWorkload(engine, "storm", 1, _clock));

        Assert.Contains("'storm'. Accepted are none, quiet, bursts, ", e.Message, StringComparison.Ordinal);
    }

    private static void Run(EngineWorkload workload, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            workload.Step();
        }
    }

    private async Task<List<(uint Backlog, uint Mark)>> TraceAsync(string scenario, int seed)
    {
        await using var engine = new AuditEngine(new AuditEngineOptions { SingleThreaded = true }, _clock);
        await using var workload = new EngineWorkload(engine, scenario, seed, _clock);
        var trace = new List<(uint, uint)>();
        for (var i = 0; i < 20_000; i++)
        {
            workload.Step();
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            trace.Add((engine.Backlog, engine.BacklogMaxDepth));
        }

        return trace;
    }

    private async Task<(List<uint> Peaks, List<uint> Sampled, uint Lost)> WindowsAsync(string scenario, int windows)
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), _clock);
        await using var workload = new EngineWorkload(engine, scenario, 1, _clock);
        await using var session = new ControlSession(engine);
        var peaks = new List<uint>();
        var sampled = new List<uint>();
        for (var window = 0; window < windows; window++)
        {
            for (var sample = 0; sample < StepsPerWindow / 100; sample++)
            {
                Run(workload, 100);
                sampled.Add(engine.Backlog);
            }

            peaks.Add((uint)await session.SetAsync(AuditStatusMask.BacklogMaxDepth));
        }

        return (peaks, sampled, engine.Lost);
    }

    private async Task AdvanceUntilAsync(EngineWorkload workload, TimeSpan by, long steps)
    {
        _clock.Advance(by);
        while (workload.Steps < steps)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal(steps, workload.Steps);
    }

    /// <summary>A clock whose timestamps jump once, after the first was read, as when a laptop wakes up.</summary>
    private sealed class SleepyTimeProvider(ManualTimeProvider clock, TimeSpan jump) : TimeProvider
    {
        private int _reads;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp() + (Interlocked.Increment(ref _reads) == 1 ? 0 : jump.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime, period);
    }
}
