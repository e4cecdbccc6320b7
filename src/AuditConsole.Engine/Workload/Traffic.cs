namespace AuditConsole.Engine.Workload;

/// <summary>What one step brings: records that arrive, then a pass of the consumer, if it makes one.</summary>
internal readonly record struct TrafficStep(int Arrivals, bool Pass);

/// <summary>The steps of a scenario, the same for the same seed. For one thread.</summary>
internal sealed class Traffic
{
    // A stretch of this many steps is busier or calmer than the next, so that a chart has hills and valleys.
    private const int StretchSteps = 15_000;
    private const double CalmestStretch = 0.4;
    private const double BusiestStretch = 1.8;

    private readonly WorkloadScenario _scenario;
    private readonly Random _random;
    private double _activity;
    private double _noArrival;
    private int _stretchLeft;

    public Traffic(WorkloadScenario scenario, int seed)
    {
        _scenario = scenario;
        _random = new Random(seed);
    }

    public TrafficStep Next()
    {
        if (_stretchLeft-- == 0)
        {
            BeginStretch();
        }

        var arrivals = SteadyArrivals() + BurstArrivals();
        return new TrafficStep(arrivals, _random.NextDouble() < _scenario.PassChance);
    }

    private void BeginStretch()
    {
        _stretchLeft = StretchSteps - 1;
        _activity = CalmestStretch + ((BusiestStretch - CalmestStretch) * _random.NextDouble());
        _noArrival = Math.Exp(-_scenario.RecordsPerStep * _activity);
    }

    // A Poisson number by multiplying uniform ones, which is quick for the small means here.
    private int SteadyArrivals()
    {
        var arrivals = 0;
        for (var product = _random.NextDouble(); product > _noArrival; product *= _random.NextDouble())
        {
            arrivals++;
        }

        return arrivals;
    }

    private int BurstArrivals() => _random.NextDouble() < _scenario.BurstsPerStep * _activity
        ? Math.Min(_scenario.BurstMost, 1 + (int)(-_scenario.BurstMean * Math.Log(1 - _random.NextDouble())))
        : 0;
}
