namespace AuditConsole.Engine.Workload;

/// <summary>The steps of a scenario, the same for the same seed. For one thread.</summary>
internal sealed class Traffic(IArrivals arrivals, ServiceModel service, int seed) : IStepSource
{
    private readonly Random _random = new(seed);

    public WorkloadStep Next()
    {
        var arriving = arrivals.Next(_random);
        return new WorkloadStep(arriving, service.Next(_random));
    }
}
