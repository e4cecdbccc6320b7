using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Traces;

/// <summary>What a workload brought, millisecond by millisecond: records that arrived and how many kauditd could serve. Immutable.</summary>
public sealed class WorkloadTrace
{
    /// <summary>Longest trace, in steps of 1 ms: four hours.</summary>
    public const int MostSteps = 14_400_000;

    /// <summary>Most records of a trace.</summary>
    public const int MostRecords = 100_000_000;

    /// <summary>Most records that arrive in one step.</summary>
    public const int MostRecordsPerStep = 1_000_000;

    /// <summary>Most tasks of a trace.</summary>
    public const int MostTasks = 64;

    private readonly int[] _arrivals;
    private readonly int[] _service;

    /// <summary>Makes a trace of two columns of the same length.</summary>
    /// <param name="tasks">Tasks that log the records in turn and can sleep, 0 to <see cref="MostTasks"/>; with 0 nobody can.</param>
    /// <param name="arrivals">Records that arrive in each step, 0 to <see cref="MostRecordsPerStep"/>.</param>
    /// <param name="service">Records that the pass of each step takes at most; 0 where there is no pass.</param>
    /// <exception cref="InvalidDataException">It is too long, too large, or a number is out of range; the message says what is accepted.</exception>
    public WorkloadTrace(int tasks, int[] arrivals, int[] service)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        ArgumentNullException.ThrowIfNull(service);
        Require(tasks is >= 0 and <= MostTasks, $"The trace has {tasks} tasks; accepted are 0 to {MostTasks}.");
        Require(arrivals.Length == service.Length, $"The trace has arrivals for {arrivals.Length} steps and service for {service.Length}; accepted is the same number of both.");
        Require(arrivals.Length <= MostSteps, $"The trace has {arrivals.Length} steps; accepted are up to {MostSteps}.");
        Require(!arrivals.Any(a => a is < 0 or > MostRecordsPerStep), $"The trace has a step with a negative number of records or more than {MostRecordsPerStep}; accepted are 0 to that many.");
        Require(!service.Any(int.IsNegative), "The trace has a step with negative service; accepted are 0 and above.");
        Records = arrivals.Sum(a => (long)a);
        RequireRecords(Records);
        (Tasks, _arrivals, _service) = (tasks, arrivals, service);
    }

    /// <summary>Tasks that log the records in turn and can sleep; with 0 nobody can.</summary>
    public int Tasks { get; }

    /// <summary>How many steps of 1 ms.</summary>
    public int Steps => _arrivals.Length;

    /// <summary>Records of all steps.</summary>
    public long Records { get; }

    /// <summary>Records that arrive, per step.</summary>
    public ReadOnlySpan<int> Arrivals => _arrivals;

    /// <summary>Records that the pass takes at most, per step; 0 where there is no pass.</summary>
    public ReadOnlySpan<int> Service => _service;

    /// <summary>The step at a place.</summary>
    public WorkloadStep this[int step] => new(_arrivals[step], _service[step]);

    /// <summary>A trace of recorded arrivals whose service times are not known, with those of a model.</summary>
    public static WorkloadTrace OfArrivals(int tasks, int[] arrivals, ServiceModel service, int seed)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        var random = new Random(seed);
        var passes = new int[arrivals.Length];
        for (var step = 0; step < passes.Length; step++)
        {
            passes[step] = service.Next(random);
        }

        return new WorkloadTrace(tasks, arrivals, passes);
    }

    /// <summary>What a scenario brings.</summary>
    /// <param name="scenario">The scenario; its auditd plays no part.</param>
    /// <param name="seed">Any number; the same one brings the same trace.</param>
    /// <param name="steps">Steps of 1 ms, up to <see cref="MostSteps"/>.</param>
    /// <param name="mostRecords">The step with which so many records have arrived is the last.</param>
    public static WorkloadTrace OfScenario(WorkloadScenario scenario, int seed, int steps, long mostRecords = MostRecords - MostRecordsPerStep)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return Of(scenario.Steps(seed), scenario.Tasks, steps, mostRecords);
    }

    internal static WorkloadTrace Of(IStepSource source, int tasks, int steps, long mostRecords)
    {
        var (arrivals, service) = (new List<int>(), new List<int>());
        for (var records = 0L; arrivals.Count < steps && records < mostRecords; records += arrivals[^1])
        {
            var step = source.Next();
            arrivals.Add(step.Arrivals);
            service.Add(step.Service);
        }

        return new WorkloadTrace(tasks, [.. arrivals], [.. service]);
    }

    internal static void RequireRecords(long records) =>
        Require(records <= MostRecords, $"The trace has {records} records or more; accepted are up to {MostRecords}.");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
