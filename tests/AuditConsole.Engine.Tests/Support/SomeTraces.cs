using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Tests.Support;

/// <summary>Traces to replay: real arrivals, and random ones of every kind.</summary>
internal static class SomeTraces
{
    private static readonly ServiceModel s_service = new(PassChance: 0.35, PassMost: 64);

    public static readonly string[] Recorded = ["trace-build", "trace-forks", "trace-find", "trace-git"];

    /// <summary>Recorded arrivals, and time enough afterwards that every queue drains.</summary>
    public static WorkloadTrace Real(string name, int tasks)
    {
        using var stream = typeof(AuditEngine).Assembly.GetManifestResourceStream($"{name}.csv")!;
        using var reader = new StreamReader(stream);
        return WorkloadTrace.OfArrivals(tasks, [.. ArrivalsCsv.Read(reader), .. new int[2_000]], s_service, seed: 7);
    }

    /// <summary>Random steps: silent, steady or in bursts, with passes that are rare or frequent, small or large.</summary>
    public static WorkloadTrace Random(int seed)
    {
        var random = new Random(seed);
        var steps = random.Next(1, 400);
        var (most, chance) = (1 << random.Next(0, 7), random.NextDouble());
        var (pass, passMost) = (random.NextDouble(), 1 << random.Next(0, 8));
        return new WorkloadTrace(
            random.Next(0, 2) == 0 ? random.Next(0, 5) : random.Next(0, WorkloadTrace.MostTasks + 1),
            [.. Enumerable.Range(0, steps).Select(_ => random.NextDouble() < chance ? random.Next(most) : 0)],
            [.. Enumerable.Range(0, steps).Select(_ => random.NextDouble() < pass ? random.Next(passMost) : 0)]);
    }
}
