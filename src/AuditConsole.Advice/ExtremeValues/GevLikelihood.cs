namespace AuditConsole.Advice.ExtremeValues;

/// <summary>How likely observations are under a distribution. For one thread at a time to build, for any to ask.</summary>
/// <remarks>
/// What is known between bounds counts with its probability, as is usual for censored data (Coles 2001, section 2.6; Klein and
/// Moeschberger, Survival Analysis, 2003, section 3.5). Of whole numbers this keeps the likelihood bounded, whatever the shape.
/// </remarks>
internal sealed class GevLikelihood(IReadOnlyList<Observation> observations)
{
    private readonly Observation[] _observations = [.. observations];

    /// <summary>Logarithm of the likelihood; minus infinite where an observation is impossible.</summary>
    public double Log(Gev gev)
    {
        if (!(gev.Scale > 0))
        {
            return double.NegativeInfinity;
        }

        var sum = 0.0;
        foreach (var observation in _observations)
        {
            sum += observation.Count * Of(gev, observation);
            if (double.IsNegativeInfinity(sum) || double.IsNaN(sum))
            {
                return double.NegativeInfinity;
            }
        }

        return sum;
    }

    private static double Of(Gev gev, Observation observation)
    {
        if (observation.Low == observation.High)
        {
            var logRate = gev.LogRate(observation.Low);
            return double.IsInfinity(logRate) ? double.NegativeInfinity : ((1 + gev.Shape) * logRate) - Math.Exp(logRate) - Math.Log(gev.Scale);
        }

        var low = double.IsInfinity(observation.Low) ? double.PositiveInfinity : gev.Rate(observation.Low);
        var high = double.IsInfinity(observation.High) ? 0 : gev.Rate(observation.High);
        // log(exp(−high) − exp(−low)), where low is the larger rate.
        return double.IsInfinity(low) ? -high : Math.Log(-Precise.ExpMinusOne(high - low)) - high;
    }
}
