using AuditConsole.Advice.Growth;

namespace AuditConsole.Advice.Tests.Growth;

public sealed class GrowthClockTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SteadyGrowth_IsTimedToSleepAndToLoss()
    {
        var clock = GrowthClock.Of(Samples(i => (uint)(10 * i)), limit: 1_289, waitSeconds: 60);

        Assert.NotNull(clock);
        Assert.Equal(100, clock.PerSecond.Slowest, 1e-6);
        // 1,290 is one over the limit; 290 are there.
        Assert.Equal(10, clock.UntilSleep.Soonest, 1e-6);
        Assert.Equal(10, clock.UntilSleep.Latest, 1e-6);
        Assert.Equal(70, clock.UntilLoss!.Value.Soonest, 1e-6);
    }

    [Fact]
    public void UnsteadyGrowth_IsARange_ThatHoldsTheTruth()
    {
        var random = new Random(4);
        var clock = GrowthClock.Of(Samples(i => (uint)(200 + (10 * i) + random.Next(-30, 31))), limit: 4_000, waitSeconds: null);

        Assert.NotNull(clock);
        Assert.InRange(100, clock.PerSecond.Slowest, clock.PerSecond.Fastest);
        Assert.True(clock.UntilSleep.Soonest < clock.UntilSleep.Latest);
        Assert.Null(clock.UntilLoss);
    }

    [Fact]
    public void OneOddSample_DoesNotTurnIt()
    {
        var clock = GrowthClock.Of(Samples(i => i == 15 ? 5_000u : (uint)(10 * i)), limit: 8_192, waitSeconds: 0);

        Assert.Equal(100, clock!.PerSecond.Slowest, 1);
    }

    [Theory]
    [InlineData("flat", 8_192u)]
    [InlineData("falling", 8_192u)]
    [InlineData("noise", 8_192u)]
    [InlineData("growing", 0u)]
    [InlineData("growing", 100u)]
    [InlineData("growing", 1_000_000u)]
    public void Otherwise_ItIsNotTold(string kind, uint limit)
    {
        var random = new Random(9);
        var samples = Samples(i => kind switch { "flat" => 900, "falling" => (uint)(900 - (10 * i)), "noise" => (uint)random.Next(800, 1_000), _ => (uint)(10 * i) });

        Assert.Null(GrowthClock.Of(samples, limit, 60));
    }

    private static List<(DateTimeOffset, uint)> Samples(Func<int, uint> backlog) => [.. Enumerable.Range(0, 30).Select(i => (s_start.AddMilliseconds(100 * i), backlog(i)))];
}
