using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace AuditConsole.Advice.ExtremeValues;

/// <summary>The extreme value distribution under which observations are most likely. Immutable.</summary>
public sealed class GevFit
{
    private const double Tolerance = 1e-11;
    private const int MostSteps = 4_000;

    private readonly GevLikelihood _likelihood;
    private readonly Lazy<Matrix<double>?> _covariance;

    private GevFit(Gev gev, double logLikelihood, GevLikelihood likelihood, IReadOnlyList<Observation> observations)
    {
        (Gev, LogLikelihood, _likelihood, Observations) = (gev, logLikelihood, likelihood, observations);
        _covariance = new(() => Curvature.Covariance(likelihood, gev));
    }

    /// <summary>The distribution.</summary>
    public Gev Gev { get; }

    /// <summary>Logarithm of the likelihood of the observations under it.</summary>
    public double LogLikelihood { get; }

    /// <summary>What it was fitted to.</summary>
    public IReadOnlyList<Observation> Observations { get; }

    /// <summary>Standard errors of location, scale and shape, from the curvature of the likelihood; <see langword="null"/> where it has no peak there.</summary>
    public (double Location, double Scale, double Shape)? StandardErrors => _covariance.Value is { } covariance
        ? (Math.Sqrt(covariance[0, 0]), Math.Sqrt(covariance[1, 1]), Math.Sqrt(covariance[2, 2]))
        : null;

    internal GevLikelihood Likelihood => _likelihood;

    internal Matrix<double>? Covariance => _covariance.Value;

    /// <summary>Fits by maximum likelihood, starting from the L-moments.</summary>
    /// <param name="observations">At least 3 different values.</param>
    /// <returns><see langword="null"/> where there is no best one: too few different values, or none that the search settles on.</returns>
    public static GevFit? Of(IReadOnlyList<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        if (Start(observations) is not { } start)
        {
            return null;
        }

        var likelihood = new GevLikelihood(observations);
        var best = Climb(likelihood, start);
        // A second search from where the first ended leaves a fold that the first may have run into.
        best = best is { } first ? Climb(likelihood, first.Gev) : null;
        return best is { } found && found.Gev.Scale > start.Scale * 1e-6 && found.Gev.Shape is > -5 and < 5
            ? new GevFit(found.Gev, found.Log, likelihood, observations)
            : null;
    }

    /// <summary>The highest likelihood with a light tail, shape 0, and twice how much better the fit is than that.</summary>
    /// <returns>The likelihood-ratio statistic, which has one degree of freedom.</returns>
    public double LightTailStatistic()
    {
        var best = Search.Highest(
            p => _likelihood.Log(new Gev(Gev.Location + (p[0] * Gev.Scale), Gev.Scale * Math.Exp(p[1]), 0)), [0, 0], 0.1, 1e-9, MostSteps);
        return Math.Max(0, 2 * (LogLikelihood - best.Value));
    }

    private static (Gev Gev, double Log)? Climb(GevLikelihood likelihood, Gev from)
    {
        Gev At(IReadOnlyList<double> p) => new(from.Location + (p[0] * from.Scale), from.Scale * Math.Exp(p[1]), from.Shape + p[2]);
        try
        {
            var (point, value) = Search.Highest(p => likelihood.Log(At(p)), [0, 0, 0], 0.1, Tolerance, MostSteps);
            return double.IsFinite(value) ? (At(point), value) : null;
        }
        catch (MaximumIterationsException)
        {
            return null;
        }
    }

    // A start from which every observation is possible.
    private static Gev? Start(IReadOnlyList<Observation> observations)
    {
        var values = new List<double>();
        foreach (var observation in observations.Where(o => !double.IsInfinity(o.Low)))
        {
            values.AddRange(Enumerable.Repeat(observation.Middle, observation.Count));
        }

        values.Sort();
        if (values.Count < 3 || values.Distinct().Take(3).Count() < 3)
        {
            return null;
        }

        var start = LMoments.Of(values).ToGev();
        var likelihood = new GevLikelihood(observations);
        foreach (var shape in new[] { start.Shape, 0.1, 0.4, 1.0 })
        {
            var candidate = start with { Shape = shape };
            for (var widened = 0; widened < 6; widened++, candidate = candidate with { Scale = candidate.Scale * 2 })
            {
                if (double.IsFinite(likelihood.Log(candidate)))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
