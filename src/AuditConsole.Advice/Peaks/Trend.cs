using MathNet.Numerics.Distributions;

namespace AuditConsole.Advice.Peaks;

/// <summary>Whether the highest peaks of days rise or fall over the record.</summary>
/// <remarks>By the test of Mann, Econometrica 13 (1945) 245–259, and Kendall, with equal values accounted for.</remarks>
/// <param name="Direction">1 rising, −1 falling, 0 neither.</param>
/// <param name="Chance">How likely so clear a direction is without any trend.</param>
public readonly record struct Trend(int Direction, double Chance)
{
    private const double Doubt = 0.005;
    private const int LeastDays = 10;

    /// <summary>Looks for one.</summary>
    public static Trend Of(IReadOnlyList<PeakBlock> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var n = days.Count;
        if (n < LeastDays)
        {
            return new Trend(0, 1);
        }

        long sum = 0;
        for (var i = 0; i < n; i++)
        {
            for (var j = i + 1; j < n; j++)
            {
                sum += Math.Sign((long)days[j].Peak - days[i].Peak);
            }
        }

        var ties = days.GroupBy(day => day.Peak).Select(group => (double)group.Count()).Sum(t => t * (t - 1) * ((2 * t) + 5));
        var variance = (((double)n * (n - 1) * ((2 * n) + 5)) - ties) / 18;
        if (variance <= 0)
        {
            return new Trend(0, 1);
        }

        var z = (sum - Math.Sign(sum)) / Math.Sqrt(variance);
        var chance = 2 * (1 - Normal.CDF(0, 1, Math.Abs(z)));
        return new Trend(chance < Doubt ? Math.Sign(sum) : 0, chance);
    }
}
