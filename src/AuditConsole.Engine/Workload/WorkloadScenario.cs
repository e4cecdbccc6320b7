namespace AuditConsole.Engine.Workload;

/// <summary>A workload that administrators recognise, in figures per simulated step of one millisecond. Immutable.</summary>
public sealed class WorkloadScenario
{
    private readonly Lazy<double> _recordsPerSecond;
    private readonly Func<IArrivals> _arrivals;

    internal WorkloadScenario(string name, string description, int tasks, ServiceModel service, Func<IArrivals> arrivals, AuditdModel? auditd = null)
    {
        Name = name;
        Description = description;
        Tasks = tasks;
        Service = service;
        Auditd = auditd;
        _arrivals = arrivals;
        _recordsPerSecond = new Lazy<double>(Measure);
    }

    /// <summary>Every scenario, in the order in which they are offered.</summary>
    public static IReadOnlyList<WorkloadScenario> All => WorkloadScenarios.All;

    /// <summary>What users call it.</summary>
    public string Name { get; }

    /// <summary>One sentence: what happens on such a host.</summary>
    public string Description { get; }

    /// <summary>Tasks that log its records in turn and can be put to sleep, 0 to 64; with 0, whoever logs cannot sleep, as in an interrupt.</summary>
    public int Tasks { get; }

    /// <summary>What kauditd serves.</summary>
    public ServiceModel Service { get; }

    /// <summary>The auditd that is registered; <see langword="null"/> where there is none.</summary>
    public AuditdModel? Auditd { get; }

    /// <summary>Mean of the records that arrive in a second, measured over the first two minutes with the seed 1.</summary>
    public double RecordsPerSecond => _recordsPerSecond.Value;

    /// <summary>The scenario of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static WorkloadScenario Named(string name) => All.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException($"There is no scenario '{name}'. Accepted are {string.Join(", ", All.Select(s => s.Name))}.", nameof(name));

    internal IStepSource Steps(int seed) => new Traffic(_arrivals(), Service, seed);

    private double Measure()
    {
        const int Seconds = 120;
        var steps = Steps(seed: 1);
        var records = 0L;
        for (var step = 0; step < Seconds * 1000; step++)
        {
            records += steps.Next().Arrivals;
        }

        return (double)records / Seconds;
    }
}
