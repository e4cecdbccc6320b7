using AuditConsole.Kernel.Probe;

namespace AuditConsole.Kernel.Tests.Probe;

public sealed class ProbeBucketsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(255, 255)]
    [InlineData(256, 256)]
    [InlineData(257, 256)]
    [InlineData(258, 257)]
    [InlineData(511, 383)]
    [InlineData(512, 384)]
    [InlineData(8192, 896)]
    [InlineData((1u << 24) - 1, 2303)]
    [InlineData(1u << 24, 2303)]
    [InlineData(uint.MaxValue, 2303)]
    public void Bucket_OfABacklog_IsThatOfTheLayout(uint backlog, int bucket) => Assert.Equal(bucket, ProbeBuckets.Of(backlog));

    [Fact]
    public void Buckets_FromFirstToLast_HoldEachBacklogOnceAndNoneIsWiderThanItMayBe()
    {
        var next = 0u;
        for (var bucket = 0; bucket < ProbeBuckets.Count; bucket++)
        {
            var (low, high) = (ProbeBuckets.LowestOf(bucket), ProbeBuckets.HighestOf(bucket));

            Assert.Equal(next, low);
            Assert.Equal((bucket, bucket), (ProbeBuckets.Of(low), ProbeBuckets.Of(high)));
            Assert.True(high == low || (high - low + 1) * 128 <= low);
            next = high + 1;
        }

        Assert.Equal(ProbeBuckets.Highest + 1, next);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(ProbeBuckets.Count)]
    public void Range_OfNoBucket_IsRefused(int bucket)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbeBuckets.LowestOf(bucket));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProbeBuckets.HighestOf(bucket));
    }
}
