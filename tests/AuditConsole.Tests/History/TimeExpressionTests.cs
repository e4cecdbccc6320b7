using AuditConsole.History;

namespace AuditConsole.Tests.History;

public sealed class TimeExpressionTests
{
    // A Thursday.
    private static readonly DateTimeOffset s_now = new(2026, 3, 12, 14, 36, 40, TimeSpan.Zero);

    [Theory]
    [InlineData("now", "2026-03-12T14:36:40Z")]
    [InlineData(" now-6h ", "2026-03-12T08:36:40Z")]
    [InlineData("now-90s", "2026-03-12T14:35:10Z")]
    [InlineData("now-5m", "2026-03-12T14:31:40Z")]
    [InlineData("now-7d", "2026-03-05T14:36:40Z")]
    [InlineData("now-2w", "2026-02-26T14:36:40Z")]
    [InlineData("now-1M", "2026-02-12T14:36:40Z")]
    [InlineData("now-1y", "2025-03-12T14:36:40Z")]
    [InlineData("now-1d+2h", "2026-03-11T16:36:40Z")]
    [InlineData("now/h", "2026-03-12T14:00:00Z")]
    [InlineData("now-1d/d", "2026-03-11T00:00:00Z")]
    [InlineData("now/w", "2026-03-09T00:00:00Z")]
    [InlineData("now/M", "2026-03-01T00:00:00Z")]
    [InlineData("now/y", "2026-01-01T00:00:00Z")]
    [InlineData("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01 12:00", "2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T12:00:00+02:00", "2026-03-01T10:00:00Z")]
    public void Text_Read_IsThatTime(string text, string expected)
    {
        Assert.True(TimeExpression.TryRead(text, s_now, isEnd: false, out var time));
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), time);
    }

    [Fact]
    public void Unit_AtTheEndOfARange_IsTakenWhole()
    {
        Assert.True(TimeExpression.TryRead("now-1d/d", s_now, isEnd: true, out var end));
        Assert.Equal(new DateTimeOffset(2026, 3, 12, 0, 0, 0, TimeSpan.Zero), end);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("nowish")]
    [InlineData("now-6")]
    [InlineData("now-6x")]
    [InlineData("now-h")]
    [InlineData("now -6h")]
    [InlineData("now/d-1d")]
    [InlineData("now-999999999y")]
    [InlineData("now-99999999999h")]
    public void Text_ThatCannotBeRead_IsRefused(string? text) => Assert.False(TimeExpression.TryRead(text, s_now, isEnd: false, out _));

    [Fact]
    public void Unit_OfAnyTime_BeginsAtOrBeforeItAndEndsAfterIt()
    {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++)
        {
            var now = s_now.AddSeconds(random.Next(-100_000_000, 100_000_000)).AddMilliseconds(random.Next(1000));
            var text = $"now/{"smhdwMy"[random.Next(7)]}";
            Assert.True(TimeExpression.TryRead(text, now, isEnd: false, out var start));
            Assert.True(TimeExpression.TryRead(text, now, isEnd: true, out var end));
            Assert.True(start <= now && now < end, $"{text} of {now:O} is {start:O} to {end:O}");
        }
    }
}
