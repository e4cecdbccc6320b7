using MathNet.Numerics.LinearAlgebra;

namespace AuditConsole.Advice.ExtremeValues;

/// <summary>How sharply the likelihood falls around its peak: the observed information and its inverse.</summary>
/// <remarks>Source: Coles 2001, section 2.6.4.</remarks>
internal static class Curvature
{
    /// <summary>The covariance of location, scale and shape; <see langword="null"/> where the likelihood has no peak there.</summary>
    public static Matrix<double>? Covariance(GevLikelihood likelihood, Gev at)
    {
        // Steps as shares of what each parameter is measured in, wide enough that rounding does not rule.
        double[] steps = [at.Scale * 1e-3, at.Scale * 1e-3, 1e-3];
        double Log(ReadOnlySpan<double> moved) => likelihood.Log(new Gev(at.Location + moved[0], at.Scale + moved[1], at.Shape + moved[2]));

        var information = Matrix<double>.Build.Dense(3, 3, (i, j) =>
        {
            var sum = 0.0;
            foreach (var (a, b) in new[] { (1, 1), (1, -1), (-1, 1), (-1, -1) })
            {
                var moved = new double[3];
                moved[i] += a * steps[i];
                moved[j] += b * steps[j];
                sum += a * b * Log(moved);
            }

            return -sum / (4 * steps[i] * steps[j]);
        });
        if (information.Enumerate().Any(value => !double.IsFinite(value)))
        {
            return null;
        }

        try
        {
            return information.Cholesky().Solve(Matrix<double>.Build.DenseIdentity(3));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
