using MathNet.Numerics;

namespace AuditConsole.Advice.ExtremeValues;

/// <summary>The first L-moments of a sample: sums of ordered values, which no single value rules.</summary>
/// <remarks>Source: Hosking, L-moments, Journal of the Royal Statistical Society B 52 (1990) 105–124.</remarks>
/// <param name="Mean">The first.</param>
/// <param name="Scale">The second.</param>
/// <param name="Skewness">The third as a share of the second.</param>
internal readonly record struct LMoments(double Mean, double Scale, double Skewness)
{
    /// <summary>Those of values in rising order, by unbiased probability-weighted moments.</summary>
    public static LMoments Of(IReadOnlyList<double> ascending)
    {
        var n = ascending.Count;
        double b0 = 0, b1 = 0, b2 = 0;
        for (var i = 0; i < n; i++)
        {
            b0 += ascending[i];
            b1 += ascending[i] * i;
            b2 += ascending[i] * i * (i - 1.0);
        }

        b0 /= n;
        b1 /= (double)n * (n - 1);
        b2 /= (double)n * (n - 1) * (n - 2);
        var scale = (2 * b1) - b0;
        return new LMoments(b0, scale, ((6 * b2) - (6 * b1) + b0) / scale);
    }

    /// <summary>The extreme value distribution with these.</summary>
    /// <remarks>Source: Hosking, Wallis and Wood, Technometrics 27 (1985) 251–261, whose k is minus the shape.</remarks>
    public Gev ToGev()
    {
        var c = (2 / (3 + Skewness)) - (Math.Log(2) / Math.Log(3));
        var k = Math.Clamp((7.8590 * c) + (2.9554 * c * c), -0.95, 5);
        if (Math.Abs(k) < 1e-6)
        {
            var gumbel = Scale / Math.Log(2);
            return new Gev(Mean - (Constants.EulerMascheroni * gumbel), gumbel, 0);
        }

        var gamma = SpecialFunctions.Gamma(1 + k);
        var scale = Scale * k / (gamma * (1 - Math.Pow(2, -k)));
        return new Gev(Mean - (scale * (1 - gamma) / k), scale, -k);
    }
}
