using AuditConsole.History;
using AuditConsole.Monitoring;
using AuditConsole.Tests.Support;

namespace AuditConsole.Tests.History;

public sealed class HistoryRangeTests
{
    [Theory]
    [InlineData(null, 24)]
    [InlineData("1h", 1)]
    [InlineData("1y", 365 * 24)]
    public void Read_Preset_EndsNow(string? name, double hours)
    {
        var range = HistoryRange.Read(name, null, null, Sample.Now, out var complaint);

        Assert.Null(complaint);
        Assert.Equal((Sample.Now.AddHours(-hours), Sample.Now), (range.From, range.To));
    }

    [Fact]
    public void Read_OwnTimes_AreUtc()
    {
        var range = HistoryRange.Read(null, "2026-03-01T12:00:00Z", "2026-03-02T00:00:00", Sample.Now, out _);

        Assert.Equal(TimeSpan.FromHours(12), range.Span);
        Assert.Null(range.Preset);
    }

    [Theory]
    [InlineData("9d", null, null)]
    [InlineData(null, "yesterday", "2026-03-02T00:00:00Z")]
    [InlineData(null, "2026-03-02T00:00:00Z", null)]
    [InlineData(null, "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z")]
    public void Read_WrongAddress_SaysSoAndShowsADay(string? name, string? from, string? to)
    {
        var range = HistoryRange.Read(name, from, to, Sample.Now, out var complaint);

        Assert.NotNull(complaint);
        Assert.Equal(TimeSpan.FromHours(24), range.Span);
    }

    [Fact]
    public void Later_AtTheEnd_DoesNotPassNow()
    {
        var range = HistoryRange.Read("1h", null, null, Sample.Now, out _);

        Assert.Equal(HistoryRange.Address(Sample.Now.AddHours(-1), Sample.Now), range.Later(Sample.Now));
        Assert.Equal(HistoryRange.Address(Sample.Now.AddHours(-2), Sample.Now), range.Wider(Sample.Now));
    }

    [Fact]
    public void Summary_SampledWindowAmongExact_HighestIsALowerBound()
    {
        var summary = RangeSummary.Of([Sample.Window(peak: 1836), Sample.Window(peak: 300, tier: Tier.Sampled)]);

        Assert.Equal(Bound.AtLeast, summary.Bound);
        Assert.Contains("at least 1,836", summary.Sentence(Sample.Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_RowOfSeveralWindowsOverTheLimit_CountIsALowerBound()
    {
        var summary = RangeSummary.Of([Sample.Window(peak: 2057, lost: 214) with { Windows = 40 }, Sample.Window()]);

        Assert.Equal((41L, 1L, Bound.AtLeast), (summary.Windows, summary.OverLimit, summary.OverLimitBound));
        Assert.Equal("The limit was exceeded in at least 1\u00a0window; 214\u00a0records were lost.", summary.Sentence(Sample.Now));
    }

    [Fact]
    public void Summary_WindowWithUnknownLoss_TotalIsALowerBound()
    {
        var summary = RangeSummary.Of([Sample.Window(lost: 3), Sample.Window(lost: null)]);

        Assert.Equal((3L, true), (summary.Lost, summary.LostUnknown));
    }

    [Fact]
    public void Summary_NoWindow_ClaimsNothing() => Assert.Equal("Nothing is stored for this time.", RangeSummary.Of([]).Sentence(Sample.Now));
}
