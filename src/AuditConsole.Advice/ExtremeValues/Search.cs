using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace AuditConsole.Advice.ExtremeValues;

/// <summary>Looks for the highest value of a function that has no derivative at hand.</summary>
internal static class Search
{
    // Stands for "impossible": the simplex compares and averages values, so it has to be finite.
    private const double Impossible = 1e30;

    /// <summary>Looks from a point, by the downhill simplex of Nelder and Mead.</summary>
    /// <param name="function">May be minus infinite.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="step">First step in each direction.</param>
    /// <param name="tolerance">How near the values of a simplex have to be at the end.</param>
    /// <param name="mostSteps">Most steps.</param>
    /// <exception cref="MaximumIterationsException">It did not settle.</exception>
    public static (double[] Point, double Value) Highest(
        Func<IReadOnlyList<double>, double> function, double[] from, double step, double tolerance, int mostSteps)
    {
        var objective = ObjectiveFunction.Value(point =>
        {
            var value = -function(point.AsArray());
            return double.IsFinite(value) ? value : Impossible;
        });
        var result = NelderMeadSimplex.Minimum(
            objective,
            Vector<double>.Build.DenseOfArray(from),
            Vector<double>.Build.Dense(from.Length, step),
            tolerance,
            mostSteps);
        var best = result.FunctionInfoAtMinimum.Value;
        return (result.MinimizingPoint.ToArray(), best >= Impossible ? double.NegativeInfinity : -best);
    }
}
