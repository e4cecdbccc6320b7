using System.Threading.RateLimiting;
using AuditConsole.Access.Http;
using AuditConsole.Tests.Support;

namespace AuditConsole.Tests.Access;

public sealed class KeyedLimitersTests
{
    private const int Permits = 3;
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Key_WithoutPermits_IsRefusedAndAnotherIsNot()
    {
        var limiters = new KeyedLimiters<string>(_ => Of(TimeSpan.FromHours(1)), _clock);

        Assert.All(Enumerable.Range(0, Permits), _ => Assert.True(limiters.Take("a").IsAcquired));
        Assert.False(limiters.Take("a").IsAcquired);
        Assert.True(limiters.Take("b").IsAcquired);
    }

    [Fact]
    public void Keys_ThatHaveAllPermitsAgain_AreDroppedOnceAMinute()
    {
        var limiters = new KeyedLimiters<int>(key => Of(key == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromTicks(1)), _clock);
        foreach (var key in Enumerable.Range(0, 100))
        {
            limiters.Take(key);
        }

        _clock.Advance(TimeSpan.FromSeconds(59));
        limiters.Take(100);
        Assert.Equal(101, limiters.Kept);

        _clock.Advance(TimeSpan.FromSeconds(1));
        limiters.Take(101);
        Assert.Equal(2, limiters.Kept);
        limiters.Take(0);
        limiters.Take(0);
        Assert.False(limiters.Take(0).IsAcquired);
    }

    private static FixedWindowRateLimiter Of(TimeSpan window) =>
        new(new FixedWindowRateLimiterOptions { PermitLimit = Permits, Window = window, QueueLimit = 0, AutoReplenishment = false });
}
