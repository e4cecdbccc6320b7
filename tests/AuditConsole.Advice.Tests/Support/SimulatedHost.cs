using AuditConsole.Advice.Peaks;
using MathNet.Numerics.Distributions;

namespace AuditConsole.Advice.Tests.Support;

/// <summary>A host whose bursts follow a known law, so that its return levels are known.</summary>
/// <param name="Name">What kind of host.</param>
/// <param name="PeakOf">The peak of a burst that a share of so many of all bursts exceed.</param>
/// <param name="ShareAbove">Its inverse: the share of bursts whose peak is above a value.</param>
/// <param name="BurstsPerHour">How many bursts there are on average in each hour of the day.</param>
internal sealed record SimulatedHost(string Name, Func<double, double> PeakOf, Func<double, double> ShareAbove, Func<int, double> BurstsPerHour)
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static SimulatedHost Heavy { get; } = Of("heavy tail", p => 60 * Math.Pow(p, -0.25), x => x <= 60 ? 1 : Math.Pow(x / 60, -4));

    public static SimulatedHost Light { get; } = Of("light tail", p => 40 - (60 * Math.Log(p)), x => x <= 40 ? 1 : Math.Exp((40 - x) / 60));

    public static SimulatedHost Bounded { get; } = Of("bounded", p => 4_000 * (1 - Math.Pow(p, 0.25)), x => x >= 4_000 ? 0 : Math.Pow(1 - (x / 4_000), 4));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SimulatedHost> All => [Heavy, Light, Bounded, Heavy.ByDay(), Light.ByDay(), Bounded.ByDay()];

    /// <summary>The same bursts, but most of them by day.</summary>
    public SimulatedHost ByDay() => this with { Name = $"{Name}, by day", BurstsPerHour = hour => hour is >= 8 and < 18 ? 40 : 2 };

    /// <summary>The peak that is exceeded once on average in so many days.</summary>
    public double Level(double days) => PeakOf(1 / (days * Enumerable.Range(0, 24).Sum(BurstsPerHour)));

    /// <summary>The highest peaks of the hours of so many days.</summary>
    public List<HourPeak> Hours(Random random, int days, DateTimeOffset? start = null) =>
    [
        .. Enumerable.Range(0, days * 24).Select(hour =>
        {
            // The highest of a Poisson number of bursts: at most x with chance exp(−bursts · share above x).
            var rate = -Math.Log(random.NextDouble()) / BurstsPerHour(hour % 24);
            return new HourPeak((start ?? s_start).AddHours(hour), rate >= 1 ? 1 : (uint)Math.Round(PeakOf(rate)), IsAtLeast: false, Watched: 1);
        }),
    ];

    /// <summary>Records that so many days lose at a limit, burst by burst, where tasks may not wait.</summary>
    public double Lost(Random random, int days, uint limit)
    {
        var lost = 0.0;
        for (var hour = 0; hour < days * 24; hour++)
        {
            for (var bursts = Poisson.Sample(random, BurstsPerHour(hour % 24)); bursts > 0; bursts--)
            {
                lost += Math.Max(0, Math.Round(PeakOf(1 - random.NextDouble())) - (limit + 1.0));
            }
        }

        return lost;
    }

    private static SimulatedHost Of(string name, Func<double, double> peakOf, Func<double, double> shareAbove) => new(name, peakOf, shareAbove, _ => 20);
}
