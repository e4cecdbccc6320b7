using AuditConsole.Engine.Queue;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Queue;

public sealed class RateCheckTests
{
    private const int Hz = 250;
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Passes_LimitZero_Always()
    {
        var rate = new RateCheck(new JiffyClock(_clock, Hz));

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(rate.Passes(0)));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(10, 9)]
    public void Passes_BurstWithinASecond_OneLessThanTheLimit(uint limit, int expected)
    {
        var rate = new RateCheck(new JiffyClock(_clock, Hz));

        Assert.Equal(expected, Enumerable.Range(0, 50).Count(_ => rate.Passes(limit)));
    }

    [Fact]
    public void Passes_MoreThanASecondLater_OneThatBeginsAWindowAndOneLessThanTheLimit()
    {
        var rate = new RateCheck(new JiffyClock(_clock, Hz));
        Assert.Equal(4, Enumerable.Range(0, 20).Count(_ => rate.Passes(5)));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(rate.Passes(5));
        _clock.Advance(TimeSpan.FromSeconds(1.0 / Hz));

        Assert.Equal(1 + 4, Enumerable.Range(0, 20).Count(_ => rate.Passes(5)));
    }
}
