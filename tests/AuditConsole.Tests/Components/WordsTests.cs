using AuditConsole.Components;
using AuditConsole.Monitoring;

namespace AuditConsole.Tests.Components;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(6988, "6,988")]
    [InlineData(4294967295, "4,294,967,295")]
    [InlineData(-9, "\u22129")]
    [InlineData(-1234, "\u22121,234")]
    public void Count_Number_ThousandsAndTrueMinus(long value, string expected) => Assert.Equal(expected, Words.Count(value));

    [Fact]
    public void Count_NotKnown_EnDashAndNotZero() => Assert.Equal("\u2013", Words.Count((long?)null));

    [Theory]
    [InlineData(0.104, "10.4\u00a0%")]
    [InlineData(0, "0.0\u00a0%")]
    [InlineData(1.0046, "100.5\u00a0%")]
    [InlineData(-0.0044, "\u22120.4\u00a0%")]
    public void Percent_Share_OneDecimalAndNoBreakSpace(double share, string expected) => Assert.Equal(expected, Words.Percent(share));

    [Theory]
    [InlineData(0, "0\u00a0ms")]
    [InlineData(0.34, "340\u00a0ms")]
    [InlineData(0.9999, "1\u00a0s")]
    [InlineData(12.64, "12.6\u00a0s")]
    [InlineData(60, "60\u00a0s")]
    [InlineData(420, "7\u00a0min")]
    [InlineData(10800, "3\u00a0h")]
    [InlineData(1036800, "12\u00a0d")]
    public void Time_Span_UnitThatFits(double seconds, string expected) => Assert.Equal(expected, Words.Time(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Clock_OtherOffset_ToldInUtc() =>
        Assert.Equal("14:31:07", Words.Clock(new(2026, 3, 14, 16, 31, 7, TimeSpan.FromHours(2)), new(2026, 3, 14, 15, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Clock_OtherDay_CarriesItsDate() =>
        Assert.Equal("13\u00a0Mar\u00a023:59:59", Words.Clock(new(2026, 3, 13, 23, 59, 59, TimeSpan.Zero), new(2026, 3, 14, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Clock_OtherYear_CarriesItsYear() =>
        Assert.Equal("31\u00a0Dec\u00a02025\u00a023:59:59", Words.Clock(new(2025, 12, 31, 23, 59, 59, TimeSpan.Zero), new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData(Bound.Exact, "3,214", "3,214")]
    [InlineData(Bound.AtLeast, "≥\u00a03,214", "≤\u00a03,214")]
    public void AtLeastAndAtMost_Bound_SignOnlyWhereNotExact(Bound bound, string atLeast, string atMost)
    {
        Assert.Equal(atLeast, Words.AtLeast(3214, bound));
        Assert.Equal(atMost, Words.AtMost(3214, bound));
    }

    [Theory]
    [InlineData(1, "1\u00a0record")]
    [InlineData(0, "0\u00a0records")]
    [InlineData(212, "212\u00a0records")]
    public void Records_Number_SingularForOneOnly(long value, string expected) => Assert.Equal(expected, Words.Records(value));
}
