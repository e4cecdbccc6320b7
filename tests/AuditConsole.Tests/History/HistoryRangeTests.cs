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
    [InlineData("now-6h", null, 6, true)]
    [InlineData("now-6h", "now", 6, true)]
    [InlineData("now-8h", "now-2h", 6, false)]
    public void Read_CountedFromNow_MovesOnOnlyWhereItEndsNow(string from, string? to, double hours, bool live)
    {
        var range = HistoryRange.Read(null, from, to, Sample.Now, out var complaint);

        Assert.Null(complaint);
        Assert.Equal((TimeSpan.FromHours(hours), live), (range.Span, range.IsLive));
        Assert.Equal((from, to ?? "now"), (range.FromText, range.ToText));
    }

    [Fact]
    public void Times_ShorterThanTheShortest_AreWidenedAroundTheirMiddle()
    {
        var range = HistoryRange.Read(null, "2026-03-01T12:00:00Z", "2026-03-01T12:00:30Z", Sample.Now, out _);

        Assert.Equal(HistoryRange.Times(range.From, range.To), HistoryRange.Times(range.From.AddSeconds(14), range.From.AddSeconds(16)));
    }

    [Fact]
    public void Times_WithPartsOfASecond_ContainWhatWasChosen()
    {
        var from = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 400, TimeSpan.Zero);

        Assert.Equal("from=2026-03-01T12:00:00&to=2026-03-01T12:01:01", HistoryRange.Times(from, from.AddMinutes(1)));
    }

    [Theory]
    [InlineData("9d", null, null)]
    [InlineData(null, "yesterday", "2026-03-02T00:00:00Z")]
    [InlineData(null, "2026-03-02T00:00:00Z", null)]
    [InlineData(null, "now-6", null)]
    [InlineData(null, "now", "now-6h")]
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

        Assert.Equal(HistoryRange.Times(Sample.Now.AddHours(-1), Sample.Now), range.Later(Sample.Now));
        Assert.Equal(HistoryRange.Times(Sample.Now.AddHours(-2), Sample.Now), range.Wider(Sample.Now));
    }

    [Fact]
    public void Summary_SampledWindowAmongExact_HighestIsALowerBound()
    {
        var summary = RangeSummary.Of([Sample.Window(peak: 1836), Sample.Window(peak: 300, tier: Tier.Sampled)]);

        Assert.Equal(Bound.AtLeast, summary.Bound);
        Assert.Contains("at least 1,836", summary.Sentence(Sample.Now), StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_RowOfSeveralWindowsOverTheLimit_CountsThemAll()
    {
        var summary = RangeSummary.Of([Sample.Window(peak: 2057, lost: 214) with { Windows = 40, OverLimitWindows = 3 }, Sample.Window()]);

        Assert.Equal((41L, 3L), (summary.Windows, summary.OverLimit));
        Assert.Equal("The limit was exceeded in 3\u00a0windows; 214\u00a0records were lost.", summary.Sentence(Sample.Now));
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
