namespace AuditConsole.Engine.Workload;

/// <summary>The figures of a scenario, per simulated step of one millisecond.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="RecordsPerStep">Mean of the steady records, which arrive one by one at random.</param>
/// <param name="BurstsPerStep">Chance that a burst begins.</param>
/// <param name="BurstMean">Scale of the exponential from which the records of a burst are drawn.</param>
/// <param name="BurstMost">Records of the largest burst.</param>
/// <param name="PassChance">Chance that the consumer gets to make a pass.</param>
/// <param name="PassMost">Records that a pass takes at most.</param>
internal sealed record WorkloadScenario(
    string Name, double RecordsPerStep, double BurstsPerStep, double BurstMean, int BurstMost, double PassChance, int PassMost)
{
    public static IReadOnlyList<WorkloadScenario> All { get; } =
    [
        new("none", RecordsPerStep: 0, BurstsPerStep: 0, BurstMean: 1, BurstMost: 1, PassChance: 1, PassMost: 64),
        new("quiet", RecordsPerStep: 0, BurstsPerStep: 0.0015, BurstMean: 1.2, BurstMost: 5, PassChance: 0.5, PassMost: 32),
        new("bursts", RecordsPerStep: 0.4, BurstsPerStep: 0.0006, BurstMean: 12.5, BurstMost: 57, PassChance: 0.5, PassMost: 32),
    ];

    /// <exception cref="ArgumentException">There is no scenario of that name.</exception>
    public static WorkloadScenario Named(string name) => All.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException($"There is no scenario '{name}'. Accepted are {string.Join(", ", All.Select(s => s.Name))}.", nameof(name));
}
