namespace AuditConsole.Advice.ExtremeValues;

/// <summary>Whether values can well come from an extreme value distribution at all.</summary>
/// <remarks>
/// The statistic of Anderson and Darling (Annals of Mathematical Statistics 23 (1952) 193–212), which weighs both tails, against what
/// it is for samples drawn from the fit and fitted in the same way: a parametric bootstrap, since the parameters are not known
/// beforehand (Stute, González Manteiga and Presedo Quindimil, Metrika 40 (1993) 243–256).
/// </remarks>
internal static class GoodnessOfFit
{
    private const int Samples = 199;
    private const int MostValues = 1_000;

    /// <summary>How likely a statistic as high as that of these values is if they do; the lower, the worse the fit.</summary>
    /// <param name="values">Whole numbers, each of which stands for all that round to it.</param>
    /// <param name="above">Where only what lies above a threshold counts, that threshold.</param>
    /// <param name="seed">What chance starts from: the same values and seed have the same answer.</param>
    public static double Chance(IReadOnlyList<double> values, double? above, int seed)
    {
        var random = new Random(seed);
        // More values than this would find every difference, and take long for it.
        var every = Math.Max(1, (int)Math.Ceiling((double)values.Count / MostValues));
        double[] known = [.. values.Where((_, i) => i % every == 0).Select(value => value + random.NextDouble() - 0.5).Order()];
        var fit = Tail.Of(known, above);
        var statistic = Statistic(known, fit);
        var sample = new double[known.Length];
        var asHigh = 1;
        for (var drawn = 0; drawn < Samples; drawn++)
        {
            for (var i = 0; i < sample.Length; i++)
            {
                sample[i] = fit.LevelOf(random.NextDouble());
            }

            Array.Sort(sample);
            asHigh += Statistic(sample, Tail.Of(sample, above)) >= statistic ? 1 : 0;
        }

        return asHigh / (Samples + 1.0);
    }

    private static double Statistic(double[] ascending, Tail fit)
    {
        const double Least = 1e-300;
        var n = ascending.Length;
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            var below = Math.Max(Least, 1 - fit.Survival(ascending[i]));
            var over = Math.Max(Least, fit.Survival(ascending[n - 1 - i]));
            sum += ((2 * i) + 1) * (Math.Log(below) + Math.Log(over));
        }

        return -n - (sum / n);
    }

    /// <summary>A fit by L-moments: of block maxima, or of what lies above a threshold, which follows the generalised Pareto distribution.</summary>
    private readonly record struct Tail(Gev Gev, double? Above)
    {
        /// <remarks>Source of the Pareto part: Hosking and Wallis, Technometrics 29 (1987) 339–349, whose k is minus the shape.</remarks>
        public static Tail Of(double[] ascending, double? above)
        {
            var moments = LMoments.Of(ascending);
            if (above is not { } threshold)
            {
                return new(moments.ToGev(), null);
            }

            var k = Math.Clamp(((moments.Mean - threshold) / moments.Scale) - 2, -0.95, 5);
            return new(new Gev(0, (1 + k) * (moments.Mean - threshold), -k), threshold);
        }

        public double Survival(double value) => Above is { } threshold
            // What a Pareto tail leaves is the rate of the extreme value distribution from its location on.
            ? Math.Min(1, Gev.Rate(Math.Max(0, value - threshold)))
            : Gev.Survival(value);

        public double LevelOf(double chance) => Above is { } threshold
            ? threshold + Gev.LevelOfRate(1 - chance)
            : Gev.LevelOfRate(-Math.Log(1 - chance));
    }
}
