namespace AuditConsole.Engine.Workload;

/// <summary>Single records at random (a Poisson process), and bursts of which each falls into one millisecond.</summary>
/// <param name="recordsPerStep">Mean of the single records.</param>
/// <param name="burstsPerStep">Chance that a burst begins.</param>
/// <param name="burstMean">Scale of the exponential from which the records of a burst are drawn.</param>
/// <param name="burstMost">Records of the largest burst.</param>
/// <param name="activity">How both rates change with time.</param>
internal sealed class BurstyArrivals(double recordsPerStep, double burstsPerStep, double burstMean, int burstMost, IActivity activity) : IArrivals
{
    private double _factor = double.NaN;
    private double _noArrival;

    public int Next(Random random)
    {
        var factor = activity.Next(random);
        if (factor != _factor)
        {
            _factor = factor;
            _noArrival = Math.Exp(-recordsPerStep * factor);
        }

        return Single(random) + Burst(random);
    }

    // A Poisson number by multiplying uniform ones, which is quick for the small means here.
    private int Single(Random random)
    {
        var arrivals = 0;
        for (var product = random.NextDouble(); product > _noArrival; product *= random.NextDouble())
        {
            arrivals++;
        }

        return arrivals;
    }

    private int Burst(Random random) => random.NextDouble() < burstsPerStep * _factor
        ? Math.Min(burstMost, 1 + (int)(-burstMean * Math.Log(1 - random.NextDouble())))
        : 0;
}
