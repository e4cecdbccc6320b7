namespace AuditConsole.Advice.ExtremeValues;

/// <summary>A generalised extreme value distribution: that of the highest of many values.</summary>
/// <remarks>
/// Source: Coles, An Introduction to Statistical Modeling of Extreme Values, Springer 2001, section 3.1.3, with its sign of the shape:
/// below 0 there is a highest possible value, at 0 the tail is light (Gumbel), above 0 heavy.
/// </remarks>
/// <param name="Location">Where it lies, in the unit of the values.</param>
/// <param name="Scale">How wide it is, above 0.</param>
/// <param name="Shape">How its tail goes.</param>
public readonly record struct Gev(double Location, double Scale, double Shape)
{
    // Nearer to 0 than this a shape makes no difference that a double could hold.
    private const double NoShape = 1e-9;

    /// <summary>The highest possible value; infinite unless the shape is below 0.</summary>
    public double Highest => Shape < -NoShape ? Location - (Scale / Shape) : double.PositiveInfinity;

    /// <summary>The share of values that do not exceed <paramref name="value"/>, 0 to 1.</summary>
    public double Cdf(double value) => Math.Exp(-Rate(value));

    /// <summary>The share of values that exceed <paramref name="value"/>, 0 to 1, to full precision where it is small.</summary>
    public double Survival(double value) => -Precise.ExpMinusOne(-Rate(value));

    /// <summary>How often <paramref name="value"/> is exceeded on average in the time that one value stands for: −log of <see cref="Cdf"/>.</summary>
    public double Rate(double value) => Math.Exp(LogRate(value));

    /// <summary>The value that a share of <paramref name="exceeding"/> of the values exceed.</summary>
    /// <param name="exceeding">Above 0 and below 1.</param>
    public double Level(double exceeding) => LevelOfRate(-Precise.LogPlusOne(-exceeding));

    /// <summary>The value that is exceeded <paramref name="rate"/> times on average in the time that one value stands for.</summary>
    /// <param name="rate">Above 0.</param>
    public double LevelOfRate(double rate) => Location + (Scale * Reach(rate, Shape));

    /// <summary>The same of the distribution with location 0 and scale 1.</summary>
    internal static double Reach(double rate, double shape) =>
        Math.Abs(shape) < NoShape ? -Math.Log(rate) : Precise.ExpMinusOne(-shape * Math.Log(rate)) / shape;

    /// <summary>Logarithm of <see cref="Rate"/>: infinite below the lowest possible value, minus infinite above the highest.</summary>
    internal double LogRate(double value)
    {
        var z = (value - Location) / Scale;
        if (Math.Abs(Shape) < NoShape)
        {
            return -z;
        }

        var inside = Shape * z;
        return inside <= -1 ? (Shape > 0 ? double.PositiveInfinity : double.NegativeInfinity) : -Precise.LogPlusOne(inside) / Shape;
    }
}
