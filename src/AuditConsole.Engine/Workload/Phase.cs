namespace AuditConsole.Engine.Workload;

/// <summary>A stretch of a scenario in which its activity goes evenly from one factor to another.</summary>
/// <param name="Steps">Its length in milliseconds, at least 1.</param>
/// <param name="From">Factor on all rates at its start.</param>
/// <param name="To">Factor at its end.</param>
internal readonly record struct Phase(int Steps, double From, double To)
{
    /// <summary>A stretch of constant activity.</summary>
    public static Phase Level(int steps, double factor) => new(steps, factor, factor);

    /// <summary>Activity that doubles with each of several stretches, as something does that starts copies of itself.</summary>
    public static IEnumerable<Phase> Doubling(int times, int steps, double from) =>
        Enumerable.Range(0, times).Select(i => new Phase(steps, from * (1 << i), from * (2 << i)));

    public double At(int step) => From + ((To - From) * step / Steps);
}
