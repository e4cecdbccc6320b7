using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Losses;
using AuditConsole.Advice.Peaks;
using AuditConsole.Advice.Tests.Support;
using AuditConsole.Engine.Replay;

namespace AuditConsole.Advice.Tests.Losses;

public sealed class LossCurveTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Losses_AreWhatIsAboveTheLimitPlusOne_AndStopAtThePeakLessOne()
    {
        var curve = LossCurve.Of([Burst(1_000), Burst(300), Burst(40)], [], null, [100, 998, 999, 1_000], Token);

        Assert.Equal(999u, curve.WithoutLoss);
        Assert.Equal((1_000 - 101) + (300 - 101), At(curve, 100).Lost);
        Assert.Equal(1, At(curve, 998).Lost);
        Assert.Equal(0, At(curve, 999).Lost);
        Assert.InRange(curve.Points.Count, 60, 64);
        Assert.Equal(curve.Points.OrderBy(point => point.Limit), curve.Points);
        Assert.All(curve.Points.Zip(curve.Points.Skip(1)), pair => Assert.True(pair.First.Lost >= pair.Second.Lost));
        Assert.Equal(100L * 2_304, At(curve, 100).MemoryBytes);
    }

    [Fact]
    public void Waits_FollowFromHowLongTheBurstLasted()
    {
        // A peak of 1,000 over 5 records times seconds drains at 100,000 a second.
        var curve = LossCurve.Of([Burst(1_000, area: 5)], [], null, [499], Token);

        Assert.Equal(100_000, curve.Drain!.Value, 1);
        // The task that finds the queue full waits until its last record is in: 500 records at 100 a millisecond.
        Assert.InRange(At(curve, 499).WaitSeconds!.Value, 0.004, 0.008);
        Assert.Null(LossCurve.Of([Burst(1_000)], [], null, [499], Token).Points[0].WaitSeconds);
    }

    [Fact]
    public void CountedRecords_BoundWhatABurstCanLose_AndNothingElseDoes()
    {
        var counted = new Burst(s_start, 1_000, IsAtLeast: false, Records: 5_000, Area: null);

        Assert.Equal(5_000, At(LossCurve.Of([counted], [], null, [500], Token), 500).LostAtMost);
        Assert.Null(At(LossCurve.Of([Burst(1_000)], [], null, [500], Token), 500).LostAtMost);
        Assert.Null(LossCurve.Of([counted with { IsAtLeast = true }], [], null, [500], Token).WithoutLoss);
    }

    [Theory]
    [InlineData(500u)]
    [InlineData(700u)]
    public void Forecast_IsNearTheTruth_AndHoldsTheNextMonth(uint limit)
    {
        var host = SimulatedHost.Light;
        // Of an exponential tail of mean 60, what is above a level is 60 on average.
        var truth = host.ShareAbove(limit + 1) * host.BurstsPerHour(0) * 24 * ExpectedLoss.Days * 60;
        var (near, held) = (0, 0);
        for (var seed = 0; seed < 10; seed++)
        {
            var expected = Forecast(host.Hours(new Random(seed), 90), limit);
            near += expected.Value >= truth / 3 && expected.Value <= truth * 3 ? 1 : 0;
            held += Enumerable.Range(0, 20)
                .Select(month => host.Lost(new Random(1_000 + (20 * seed) + month), ExpectedLoss.Days, limit))
                .Count(lost => lost >= expected.Low && lost <= expected.High);
        }

        Assert.True(near >= 7, $"Of 10 forecasts {near} were near the truth.");
        Assert.InRange(held, 170, 200);
    }

    private static ExpectedLoss Forecast(List<HourPeak> hours, uint limit)
    {
        List<Burst> bursts = [.. hours.Select(hour => new Burst(hour.Hour, hour.Peak, IsAtLeast: false, Records: null, Area: null))];
        return At(LossCurve.Of(bursts, hours, ReturnLevels.Of(PeakRecord.OfHours(hours), limit).Model, [limit], Token), limit).Expected!;
    }

    [Fact]
    public void Budgets_FindTheSmallestLimitThatKeepsToThem()
    {
        var curve = LossCurve.Of([Burst(1_000, 5), Burst(300, 1)], [], null, [], Token);

        var lost = Budget.Of(BudgetKind.Lost, 100, curve, days: 30);
        var memory = Budget.Of(BudgetKind.Memory, 1 << 20, curve, days: 30);

        Assert.True(lost.Point!.Lost <= 100 && curve.Points.Where(point => point.Limit < lost.Limit).All(point => point.Lost > 100));
        Assert.Equal((1u << 20) / 2_304, memory.Limit);
        Assert.Equal(curve.Points.First(point => point.WaitSeconds <= 0.001).Limit, Budget.Of(BudgetKind.Stall, 0.001, curve, days: 30).Limit);
    }

    [Fact]
    public void MarkedLimits_AreOnTheGrid_WhichHasNoMoreThanAReplayTakes()
    {
        var grid = LimitGrid.Of(700, [64, 8_192, 0], LimitReplay.MostLimits);

        Assert.True(grid.Length <= LimitReplay.MostLimits && grid.Contains(64u) && grid.Contains(8_192u) && !grid.Contains(0u));
        Assert.Equal(grid.Order().Distinct(), grid);
    }

    private static LossPoint At(LossCurve curve, uint limit) => Assert.Single(curve.Points, point => point.Limit == limit);

    private static Burst Burst(uint peak, double? area = null) => new(s_start.AddMinutes(peak), peak, IsAtLeast: false, Records: null, area);
}
