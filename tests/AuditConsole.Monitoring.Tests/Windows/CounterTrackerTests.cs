using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Windows;

public sealed class CounterTrackerTests
{
    [Theory]
    [InlineData(10u, 15u, 5L)]
    [InlineData(10u, 10u, 0L)]
    [InlineData(uint.MaxValue - 2, 4u, 7L)] // wrapped: it was within reach of 2^32
    [InlineData(uint.MaxValue - CounterTracker.Reach - 1, 4u, null)] // fell from too far below to be a wrap
    [InlineData(10u, 3u, null)] // somebody cleared it
    public void Take_TwoReadings_TheirDifference(uint first, uint second, long? added)
    {
        var counter = new CounterTracker();
        counter.Observe(first);
        counter.Take();

        counter.Observe(second);

        Assert.Equal(added, counter.Take());
    }

    [Fact]
    public void Take_OurOwnClearWithin_CountsBothSidesOfIt()
    {
        var counter = new CounterTracker();
        counter.Observe(10);

        counter.Cleared(17);
        counter.Observe(3);

        Assert.Equal(10, counter.Take());
    }

    [Fact]
    public void Take_FieldMissing_IsUnknownNotZero()
    {
        var counter = new CounterTracker();
        counter.Observe(null);

        Assert.Null(counter.Take());
    }

    [Fact]
    public void Take_AfterAnUnknownWindow_CountsAgain()
    {
        var counter = new CounterTracker();
        counter.Observe(10);
        counter.Observe(3);
        Assert.Null(counter.Take());

        counter.Observe(8);

        Assert.Equal(5, counter.Take());
    }

    [Fact]
    public void Resume_SameBoot_CountsWhatHappenedUnwatched()
    {
        var counter = new CounterTracker();
        counter.Resume(100);

        counter.Observe(140);

        Assert.Equal(40, counter.Take());
    }
}
