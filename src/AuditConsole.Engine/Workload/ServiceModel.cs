namespace AuditConsole.Engine.Workload;

/// <summary>How far kauditd's CPU time gets: whether it makes a pass in a millisecond is left to chance, since other threads run too.</summary>
/// <param name="PassChance">Chance of a pass in each millisecond, 0 to 1.</param>
/// <param name="PassMost">Records that a pass takes from the main queue at most.</param>
public readonly record struct ServiceModel(double PassChance, int PassMost)
{
    /// <summary>Records per second that it serves at most.</summary>
    public double RecordsPerSecond => PassChance * PassMost * 1000;

    internal int Next(Random random) => random.NextDouble() < PassChance ? PassMost : 0;
}
