using AuditConsole.Engine.Statistics;

namespace AuditConsole.Engine.Tests.Statistics;

public sealed class BacklogDistributionTests
{
    [Fact]
    public void Quantile_SmallDepths_IsExact()
    {
        var distribution = new BacklogDistribution();
        distribution.Add(depth: 0, time: 50);
        distribution.Add(depth: 3, time: 40);
        distribution.Add(depth: 200, time: 10);

        Assert.Equal([0u, 0u, 3u, 3u, 200u, 200u], new[] { 0, 0.5, 0.51, 0.9, 0.901, 1 }.Select(share => distribution.Quantile(share)!.Value));
        Assert.Equal(21.2, distribution.Mean);
        Assert.Equal([50, 10, 10, 0], new uint[] { 0, 3, 199, 200 }.Select(distribution.TimeAbove));
    }

    [Fact]
    public void Distribution_NoTime_HasNoMeanAndNoQuantile()
    {
        var distribution = new BacklogDistribution();
        distribution.Add(depth: 9, time: 0);

        Assert.Null(distribution.Mean);
        Assert.Null(distribution.Quantile(0.5));
        Assert.Equal((0u, 0L), (distribution.Max, distribution.TimeAbove(0)));
        Assert.Empty(distribution.Buckets);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Quantile_OutsideItsRange_SaysWhatIsAccepted(double share)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new BacklogDistribution().Quantile(share));

        Assert.Contains("0 to 1", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Distribution_RandomTimes_AgreesWithTheSortedListToWithinABucket(int seed)
    {
        var random = new Random(seed);
        var distribution = new BacklogDistribution();
        var times = Enumerable.Range(0, 5000).Select(_ => (Depth: AnyDepth(random), Time: (long)random.Next(1, 1000))).OrderBy(t => t.Depth).ToList();
        times.ForEach(t => distribution.Add(t.Depth, t.Time));
        var total = times.Sum(t => t.Time);

        Assert.Equal(times.Sum(t => (double)t.Depth * t.Time) / total, distribution.Mean!.Value, 1e-9 * distribution.Mean.Value);
        Assert.Equal(times[^1].Depth, distribution.Max);
        Assert.All(new[] { 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1 }, share =>
        {
            var passed = 0L;
            var exact = times.First(t => (passed += t.Time) >= share * total).Depth;
            var quantile = distribution.Quantile(share)!.Value;
            Assert.InRange(quantile, exact, exact + (exact / 128));
        });
        Assert.All(times.Where((_, i) => i % 97 == 0).Select(t => t.Depth), depth =>
        {
            var above = distribution.TimeAbove(depth);
            Assert.InRange(above, times.Where(t => t.Depth > depth + (depth / 128)).Sum(t => t.Time), times.Where(t => t.Depth > depth).Sum(t => t.Time));
        });
    }

    [Fact]
    public void Buckets_AnyDepth_HoldItAndAreNarrowAndInARow()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var depth = AnyDepth(random);
            var bucket = DepthBuckets.Of(depth);
            Assert.InRange(depth, DepthBuckets.LowestOf(bucket), DepthBuckets.HighestOf(bucket));
            Assert.True(DepthBuckets.HighestOf(bucket) - DepthBuckets.LowestOf(bucket) <= depth / 128);
        }

        Assert.Equal(0u, DepthBuckets.LowestOf(0));
        Assert.All(Enumerable.Range(1, DepthBuckets.Count - 1), bucket => Assert.Equal(DepthBuckets.HighestOf(bucket - 1) + 1, DepthBuckets.LowestOf(bucket)));
        Assert.Equal((1u << 24) - 1, DepthBuckets.HighestOf(DepthBuckets.Count - 1));
    }

    [Fact]
    public void Distribution_DepthsPastTheLastBucket_KeepTheirMaximumAndMean()
    {
        var distribution = new BacklogDistribution();
        distribution.Add(uint.MaxValue, 3);
        distribution.Add(1u << 24, 1);

        Assert.Equal(uint.MaxValue, distribution.Max);
        Assert.Equal(uint.MaxValue, distribution.Quantile(0.5));
        Assert.Equal(((3.0 * uint.MaxValue) + (1u << 24)) / 4, distribution.Mean);
    }

    private static uint AnyDepth(Random random) => (uint)random.Next(1 << random.Next(1, 25));
}
