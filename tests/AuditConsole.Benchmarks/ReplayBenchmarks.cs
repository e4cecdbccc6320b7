using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Replay;
using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;
using BenchmarkDotNet.Attributes;

namespace AuditConsole.Benchmarks;

/// <summary>What 64 limits would have met, replayed in one pass over a trace, against running the engine once per limit.</summary>
public class ReplayBenchmarks
{
    private WorkloadTrace _trace = null!;
    private uint[] _limits = [];

    /// <summary>Where the arrivals come from.</summary>
    [Params("build", "fork-bomb", "trace-forks")]
    public string Workload { get; set; } = "build";

    /// <summary><c>backlog_wait_time</c>, in ms.</summary>
    [Params(0, 60_000)]
    public int Wait { get; set; }

    /// <summary>Records of the trace.</summary>
    [Params(100_000)]
    public int Records { get; set; }

    /// <summary>How many limits.</summary>
    public int Limits { get; set; } = LimitReplay.MostLimits;

    [GlobalSetup]
    public void Setup()
    {
        _trace = WorkloadTrace.OfScenario(WorkloadScenario.Named(Workload), seed: 1, WorkloadTrace.MostSteps, Records);
        _limits = SpreadLimits(_trace, Limits);
    }

    [Benchmark(Baseline = true)]
    public long EngineOncePerLimit()
    {
        var lost = 0L;
        foreach (var limit in _limits)
        {
            var simulation = new Simulation(new SimulationOptions
            {
                Scenario = WorkloadScenario.Named("none"),
                Trace = _trace,
                Length = SimulationOptions.LongestRun,
                BacklogLimit = limit,
                BacklogWaitTime = TimeSpan.FromMilliseconds(Wait),
            });
            simulation.Run(_trace.Steps);
            lost += simulation.State.Lost;
            simulation.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        return lost;
    }

    [Benchmark]
    public long LimitReplayOnce() => LimitReplay.Run(_trace, _limits, Wait, CancellationToken.None).Sum(outcome => outcome.Lost);

    /// <summary>Limits from 16 up to the one without loss, evenly spread over the orders of magnitude.</summary>
    public static uint[] SpreadLimits(WorkloadTrace trace, int count)
    {
        var ratio = Math.Max(1, LimitReplay.UnlimitedPeak(trace) / 16.0);
        return [.. Enumerable.Range(0, count).Select(i => (uint)(16 * Math.Pow(ratio, i / (count - 1.0))))];
    }
}

/// <summary>Ten million records at 64 limits, on one thread.</summary>
public class LongReplayBenchmarks
{
    private WorkloadTrace _trace = null!;
    private uint[] _limits = [];

    /// <summary>Where the arrivals come from.</summary>
    [Params("bursts", "build", "fork-bomb", "rule-flood", "trace-build", "trace-forks")]
    public string Workload { get; set; } = "build";

    /// <summary><c>backlog_wait_time</c>, in ms.</summary>
    [Params(0, 60_000)]
    public int Wait { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _trace = WorkloadTrace.OfScenario(WorkloadScenario.Named(Workload), seed: 1, WorkloadTrace.MostSteps, 10_000_000);
        _limits = ReplayBenchmarks.SpreadLimits(_trace, LimitReplay.MostLimits);
    }

    [Benchmark]
    public long LimitReplayOnce() => LimitReplay.Run(_trace, _limits, Wait, CancellationToken.None).Sum(outcome => outcome.Lost);
}
