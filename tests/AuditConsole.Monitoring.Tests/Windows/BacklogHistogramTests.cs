using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Windows;

public sealed class BacklogHistogramTests
{
    [Theory]
    [InlineData(0u)]
    [InlineData(127u)]
    [InlineData(128u)]
    [InlineData(8_192u)]
    [InlineData(uint.MaxValue)]
    public void Quantile_OfOneDepth_IsWithinOneSixtyFourth(uint depth)
    {
        var told = BacklogHistogram.Of([(depth, 5)]).Quantile(0.5, uint.MaxValue)!.Value;

        Assert.InRange(told, depth, depth + Math.Min(uint.MaxValue - depth, depth < 128 ? 0 : depth / 64));
        Assert.Equal(depth, BacklogHistogram.Of([(depth, 5)]).Quantile(0.5, depth));
    }

    [Fact]
    public void Plus_OfAnyTwo_IsThatOfAllTheirDepths()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var (one, other) = (Depths(random), Depths(random));

            var both = BacklogHistogram.Of(one).Plus(BacklogHistogram.Of(other));

            Assert.Equal(BacklogHistogram.Of(one.Concat(other)), both);
            Assert.Equal(both, BacklogHistogram.Read(both.Write()));
            Assert.Equal(both, both.Plus(BacklogHistogram.Empty));
        }
    }

    [Fact]
    public void Quantile_OfManyDepths_ExceedsTheShareOfThem()
    {
        var random = new Random(3);
        var depths = Enumerable.Range(0, 5_000).Select(_ => (uint)(random.NextDouble() * random.NextDouble() * 3_000)).Order().ToList();
        var histogram = BacklogHistogram.Of(depths.Select(depth => (depth, 1L)));

        foreach (var share in new[] { 0.01, 0.5, 0.9, 0.99, 1 })
        {
            var exact = depths[(int)Math.Ceiling(share * depths.Count) - 1];
            Assert.InRange(histogram.Quantile(share, uint.MaxValue)!.Value, exact, exact + (exact / 64));
        }
    }

    [Fact]
    public void Scaled_RareDepth_DoesNotDisappear()
    {
        var scaled = BacklogHistogram.Of([(0, 1_000_000), (900, 1)]).Scaled(15_000);

        Assert.Equal([(0u, 15_000L), (903u, 1L)], scaled.Buckets);
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 1, 1, 0, 1 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0x7f, 1 })]
    public void Read_OtherBytes_IsRefused(byte[] bytes) => Assert.Throws<FormatException>(() => BacklogHistogram.Read(bytes));

    private static List<(uint Depth, long Weight)> Depths(Random random) =>
        [.. Enumerable.Range(0, random.Next(40)).Select(_ => ((uint)random.NextInt64(1L << random.Next(1, 33)), random.NextInt64(1, 100_000)))];
}
