using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace AuditConsole.Advice.ExtremeValues;

/// <summary>Distributions that the observations could come from just as well: what is not known of location, scale and shape, as a sample.</summary>
/// <remarks>
/// Drawn around the fit with heavy tails and drawn again by how likely each makes the observations (sampling, importance resampling:
/// Rubin 1988; Smith and Gelfand, The American Statistician 46 (1992) 84–88). So the sample leans the way the likelihood leans.
/// </remarks>
internal static class Draws
{
    private const int Proposals = 2_000;
    private const double Freedom = 4;

    /// <summary>Draws.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">What chance starts from.</param>
    /// <returns>Empty where the likelihood has no peak that a spread could be told from.</returns>
    public static IReadOnlyList<Gev> Of(GevFit fit, int count, int seed)
    {
        if (fit.Covariance is not { } covariance)
        {
            return [];
        }

        var random = new Random(seed);
        var root = covariance.Cholesky().Factor;
        var drawn = new (Gev Gev, double LogWeight)[Proposals];
        for (var i = 0; i < Proposals; i++)
        {
            var normal = Vector<double>.Build.Dense(3, _ => Normal.Sample(random, 0, 1));
            var wide = Math.Sqrt(Freedom / ChiSquared.Sample(random, Freedom));
            var moved = root * normal * wide;
            var gev = new Gev(fit.Gev.Location + moved[0], fit.Gev.Scale + moved[1], fit.Gev.Shape + moved[2]);
            var proposed = -(Freedom + 3) / 2 * Math.Log(1 + (normal.DotProduct(normal) * wide * wide / Freedom));
            drawn[i] = (gev, fit.Likelihood.Log(gev) - fit.LogLikelihood - proposed);
        }

        var weights = drawn.Select(each => double.IsNegativeInfinity(each.LogWeight) ? 0 : Math.Exp(each.LogWeight)).ToArray();
        return [.. Categorical.Samples(random, weights).Take(count).Select(index => drawn[index].Gev)];
    }
}
