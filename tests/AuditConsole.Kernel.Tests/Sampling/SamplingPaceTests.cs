using AuditConsole.Kernel.Sampling;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class SamplingPaceTests
{
    private static readonly SamplerOptions s_options = new();
    private static readonly TimeSpan s_cheap = TimeSpan.FromMicroseconds(10);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Fact]
    public void Next_WhileNothingMoves_IsTheLongestInterval()
    {
        var pace = new SamplingPace(s_options);
        var now = TimeSpan.Zero;
        for (var i = 1; i <= 50; i++)
        {
            now += pace.Next(now, answered: true, moved: false, s_cheap);
            Assert.Equal(s_options.LongestInterval * i, now);
        }
    }

    [Fact]
    public void Next_OnceSomethingMoves_IsTheShortestAtOnceAndBackTheLongestByDoubling()
    {
        var pace = new SamplingPace(s_options);
        var now = pace.Next(TimeSpan.Zero, answered: true, moved: false, s_cheap);
        now += pace.Next(now, answered: true, moved: true, s_cheap);
        Assert.Equal(s_options.LongestInterval + s_options.ShortestInterval, now);

        var moved = now - s_options.ShortestInterval;
        var intervals = new List<TimeSpan>();
        while (pace.Interval < s_options.LongestInterval)
        {
            intervals.Add(pace.Next(now, answered: true, moved: false, s_cheap));
            now += intervals[^1];
        }

        var fast = intervals.TakeWhile(interval => interval == s_options.ShortestInterval).Count();
        Assert.Equal(SamplingPace.Linger / s_options.ShortestInterval - 1, fast);
        Assert.Equal([2, 4, 8, 16, 32, 64, 100], intervals.Skip(fast).Select(interval => interval.TotalMilliseconds));
        Assert.True(now - moved < TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void Next_WithWakeUpsThatComeLate_DoesNotAddThemUp()
    {
        var late = TimeSpan.FromMicroseconds(70);
        var pace = new SamplingPace(s_options);
        var now = TimeSpan.Zero;
        for (var i = 0; i < 500; i++)
        {
            now += pace.Next(now, answered: true, moved: true, s_cheap) + late;
        }

        Assert.InRange(now, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(501));
    }

    [Fact]
    public void Next_AfterALongSleep_DoesNotCatchUp()
    {
        var pace = new SamplingPace(s_options);
        pace.Next(TimeSpan.Zero, answered: true, moved: true, s_cheap);
        pace.Next(TimeSpan.FromSeconds(60), answered: true, moved: true, s_cheap);

        Assert.Equal(s_options.ShortestInterval, pace.Next(TimeSpan.FromSeconds(60), answered: true, moved: true, s_cheap));
    }

    [Fact]
    public void Next_WhileRequestsFail_DoublesUpToTheLongestPauseAndGoesBackWithTheFirstAnswer()
    {
        var pace = new SamplingPace(s_options);
        var now = TimeSpan.Zero;
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var wait = pace.Next(now, answered: false, moved: false, s_cheap);
            waits.Add(wait.TotalMilliseconds);
            now += wait;
        }

        Assert.Equal([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000, 10_000], waits);
        Assert.Equal(s_options.LongestInterval, pace.Next(now, answered: true, moved: false, s_cheap));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Samples_OfAnyCostAndMovement_StayWithinTheShareInAnyTenSeconds(int seed)
    {
        var random = new Random(seed);
        var share = new[] { 0.001, 0.02, 0.1, 1 }[seed % 4];
        var allowed = CpuBudget.Span * share;
        var dearest = allowed / 20;
        var pace = new SamplingPace(s_options with { CpuShare = share });
        var samples = new List<(TimeSpan At, TimeSpan Cost)>();
        var now = TimeSpan.Zero;
        var moving = 0.5;
        for (var i = 0; i < 40_000; i++)
        {
            moving = i % 500 == 0 ? random.NextDouble() : moving;
            var dear = random.Next(50) == 0 ? dearest : TimeSpan.FromMicroseconds(200 * random.NextDouble());
            var cost = dear < dearest ? dear : dearest;
            samples.Add((now, cost));
            now += pace.Next(now, random.Next(100) != 0, random.NextDouble() < moving, cost)
                + TimeSpan.FromMicroseconds(random.Next(100));
        }

        Assert.True(now > CpuBudget.Span, "All samples lie within one span.");
        var (from, sum) = (0, TimeSpan.Zero);
        foreach (var (at, cost) in samples)
        {
            sum += cost;
            for (; samples[from].At <= at - CpuBudget.Span; from++)
            {
                sum -= samples[from].Cost;
            }

            Assert.True(sum <= allowed, $"{sum.TotalMilliseconds} ms in the 10 s before {at}, of {allowed.TotalMilliseconds} ms");
        }
    }

    [Fact]
    public void Samples_OfASteadyFlood_UseMostOfTheShare()
    {
        var pace = new SamplingPace(s_options);
        var cost = TimeSpan.FromMicroseconds(80);
        var now = TimeSpan.Zero;
        var samples = 0;
        for (; now < TimeSpan.FromMinutes(1); samples++)
        {
            now += pace.Next(now, answered: true, moved: true, cost);
        }

        Assert.InRange(samples * cost / now, s_options.CpuShare * 0.55, s_options.CpuShare);
    }
}
