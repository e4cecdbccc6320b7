using AuditConsole.Advice.ExtremeValues;
using AuditConsole.Advice.Levels;
using MathNet.Numerics.Distributions;

namespace AuditConsole.Advice.Losses;

/// <summary>What the coming days may lose at a limit, from the distribution of peaks. For one thread.</summary>
/// <remarks>
/// Peaks above a level come like a Poisson process whose rate the extreme value distribution gives (Coles 2001, chapter 7). A peak
/// of <c>p</c> loses <c>p − limit − 1</c> records, since the kernel tests for "over the limit" before it adds one.
/// </remarks>
internal sealed class LossForecast
{
    private const int Count = 1_000;
    private const int Seed = 30;
    // From so many exceedances on, their mean is as good as their sum one by one.
    private const int Many = 100;

    // From so many exceedances in a block on, its highest peak says little of what the block loses.
    private const double Common = 3;

    private readonly TailModel _model;
    private readonly double _multiplicity;
    private readonly IReadOnlyList<Gev> _draws;
    private readonly List<List<Burst>> _days;

    /// <param name="model">The distribution.</param>
    /// <param name="bursts">The bursts of the record, for limits that many of them exceed.</param>
    /// <param name="multiplicity">Records that a block loses in all, as a multiple of those that its highest peak loses; 1 or more.</param>
    public LossForecast(TailModel model, IReadOnlyList<Burst> bursts, double multiplicity)
    {
        (_model, _multiplicity, _draws) = (model, multiplicity, Draws.Of(model.Fit, Count, Seed));
        _days = [.. bursts.GroupBy(burst => burst.At.UtcTicks / TimeSpan.TicksPerDay).Select(day => day.ToList())];
    }

    /// <summary>Tells it for a limit.</summary>
    public ExpectedLoss? At(uint limit)
    {
        if (_draws.Count == 0)
        {
            return null;
        }

        var blocks = _model.BlocksIn(ExpectedLoss.Days);
        var random = new Random(Seed);
        var full = limit + 1.0;
        if (_model.Fit.Gev.Rate(full) > Common)
        {
            return BySample(full, random);
        }

        var sums = _draws.Select(gev => Sum(random, gev, full, blocks)).Order().ToList();
        return new ExpectedLoss(
            Mean(_model.Fit.Gev, full) * blocks * _multiplicity,
            sums[(int)(0.025 * Count)],
            sums[(int)(0.975 * Count)],
            _model.ExceedProbability(limit, ExpectedLoss.Days));
    }

    // Days of the record drawn anew, since there are so many bursts above the limit that no distribution is needed.
    private ExpectedLoss BySample(double full, Random random)
    {
        var losses = _days.ConvertAll(day => day.Sum(burst => Math.Max(0, burst.Peak - full)));
        var sums = Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, ExpectedLoss.Days).Sum(_ => losses[random.Next(losses.Count)])).Order().ToList();
        return new ExpectedLoss(losses.Average() * ExpectedLoss.Days, sums[(int)(0.025 * Count)], sums[(int)(0.975 * Count)], 1);
    }

    private double Sum(Random random, Gev gev, double full, double blocks)
    {
        var rate = gev.Rate(full);
        var exceedances = Math.Min(blocks * rate, 1e9);
        if (exceedances > Many)
        {
            return Math.Min(Mean(gev, full), 1e12) * blocks * _multiplicity;
        }

        var sum = 0.0;
        for (var left = Poisson.Sample(random, Math.Max(exceedances, double.Epsilon)); left > 0; left--)
        {
            sum += gev.LevelOfRate(rate * (1 - random.NextDouble())) - full;
        }

        return sum * _multiplicity;
    }

    // The rate integrated from a level upwards: records above it per block.
    private static double Mean(Gev gev, double full)
    {
        if (full >= gev.Highest)
        {
            return 0;
        }

        // Where a draw has its lowest value above the level, every block exceeds it, and by how much is told by the draw's middle.
        var logRate = Math.Min(gev.LogRate(full), Math.Log(Many));
        return gev.Shape >= 1 ? double.PositiveInfinity : gev.Scale / (1 - gev.Shape) * Math.Exp(logRate * (1 - gev.Shape));
    }
}
