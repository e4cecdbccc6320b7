using MathNet.Numerics.Distributions;
using MathNet.Numerics.Optimization;

namespace AuditConsole.Advice.ExtremeValues;

/// <summary>A value that is exceeded once on average within a number of blocks, and how surely.</summary>
/// <param name="Level">The value under the fit.</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end; infinite where the data set no bound.</param>
public readonly record struct ReturnLevel(double Level, double Low, double High)
{
    private const int MostSteps = 400;
    private const double Furthest = 1e4;
    private const double LargestShape = 5;
    private const int Halvings = 44;

    // Half the 95 % point of chi-squared with one degree of freedom.
    private static readonly double s_drop = ChiSquared.InvCDF(1, 0.95) / 2;

    /// <summary>The level with its profile-likelihood interval.</summary>
    /// <remarks>
    /// The interval holds the levels that the best distribution through them makes not much less likely than the fit does. It is
    /// longer upwards than downwards, as it should be. Source: Coles 2001, sections 2.6.6 and 3.3.4.
    /// </remarks>
    /// <param name="fit">The fit to block maxima.</param>
    /// <param name="blocks">Within how many blocks, above 1.</param>
    public static ReturnLevel Of(GevFit fit, double blocks)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(blocks, 1);
        var rate = -Precise.LogPlusOne(-1 / blocks);
        var level = fit.Gev.LevelOfRate(rate);
        return new(level, Bound(fit, rate, level, -1), Bound(fit, rate, level, 1));
    }

    private static double Bound(GevFit fit, double rate, double level, int direction)
    {
        var wanted = fit.LogLikelihood - s_drop;
        var near = fit.Gev;

        double Profile(double z)
        {
            // From where the last level was likeliest, the shape alone bent to go through this one: every value stays possible.
            var origin = near with { Shape = ShapeThrough(near, rate, z) };
            double Log(IReadOnlyList<double> p) => fit.Likelihood.Log(Through(origin, rate, z, p[0], p[1]));
            try
            {
                var (point, value) = Search.Highest(Log, [0, 0], 0.05, 1e-5, MostSteps);
                if (value > wanted)
                {
                    near = Through(origin, rate, z, point[0], point[1]);
                }

                return value - wanted;
            }
            catch (MaximumIterationsException)
            {
                return double.NegativeInfinity;
            }
        }

        var step = fit.Gev.Scale * 0.5;
        var (inside, outside) = (level, level + (direction * step));
        while (Profile(outside) > 0)
        {
            if (Math.Abs(outside - level) > Furthest * Math.Max(fit.Gev.Scale, Math.Abs(level)))
            {
                return direction > 0 ? double.PositiveInfinity : double.NegativeInfinity;
            }

            step *= 1.6;
            (inside, outside) = (outside, outside + (direction * step));
        }

        while (Math.Abs(outside - inside) > Math.Max(1e-3 * Math.Abs(inside - level), 1e-3 * fit.Gev.Scale))
        {
            var middle = (inside + outside) / 2;
            if (Profile(middle) > 0)
            {
                inside = middle;
            }
            else
            {
                outside = middle;
            }
        }

        return (inside + outside) / 2;
    }

    // The location and scale are moved, and the shape follows from the level.
    private static Gev Through(Gev origin, double rate, double z, double location, double scale)
    {
        var moved = origin with { Location = origin.Location + (location * origin.Scale), Scale = origin.Scale * Math.Exp(scale) };
        return moved with { Shape = ShapeThrough(moved, rate, z) };
    }

    // The reach of a rate below 1 grows with the shape.
    private static double ShapeThrough(Gev gev, double rate, double z)
    {
        var wanted = (z - gev.Location) / gev.Scale;
        var (low, high) = (-LargestShape, LargestShape);
        for (var halved = 0; halved < Halvings; halved++)
        {
            var middle = (low + high) / 2;
            (low, high) = Gev.Reach(rate, middle) < wanted ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
