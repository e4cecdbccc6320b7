using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Hosts;

public sealed class RecentPeaksTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Highest_OfNothing_IsNull() => Assert.Null(new RecentPeaks().Highest(s_start));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 1000)]
    [InlineData(3, 2)]
    public void Highest_SinceAnyTime_IsThatOfAllWindowsSince(int seed, int mostPeak)
    {
        var random = new Random(seed);
        var peaks = new RecentPeaks();
        var windows = new List<PollWindow>();
        var end = s_start;
        for (var i = 0; i < 5000; i++)
        {
            end += TimeSpan.FromSeconds(random.Next(1, 4));
            windows.Add(Window(end, (uint)random.Next(mostPeak), (Tier)random.Next(4)));
            peaks.Add(windows[^1]);
            var since = end - TimeSpan.FromSeconds(random.Next(-1, 7200));
            var expected = windows.Where(window => window.To >= since).OrderByDescending(window => window.Peak).ThenBy(window => window.Tier).FirstOrDefault();

            Assert.Equal((expected?.Peak, expected?.Tier), (peaks.Highest(since)?.Peak, peaks.Highest(since)?.Tier));
        }
    }

    [Fact]
    public void Peaks_ThatOnlyFall_AreForgottenWhenNoQuestionReachesThem()
    {
        var peaks = new RecentPeaks();
        for (var i = 0; i < 30_000; i++)
        {
            peaks.Add(Window(s_start.AddSeconds(i), (uint)(100_000 - i), Tier.Kernel));
        }

        Assert.Equal(s_start.AddSeconds(29_999) - RecentPeaks.Reach, peaks.Highest(DateTimeOffset.MinValue)!.Value.To);
    }

    private static PollWindow Window(DateTimeOffset to, uint peak, Tier tier) =>
        new() { Host = "db-7", From = to.AddSeconds(-1), To = to, Peak = peak, Tier = tier };
}
