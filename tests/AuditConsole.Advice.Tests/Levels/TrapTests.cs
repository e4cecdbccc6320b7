using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Peaks;
using AuditConsole.Advice.Tests.Support;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Advice.Tests.Levels;

/// <summary>Records that no level may be told from, and those that it may be told from with a word of warning only.</summary>
public sealed class TrapTests
{
    private const int Days = 60;

    [Fact]
    public void AStepChange_IsRefusedWithItsDay()
    {
        var rows = Stationary();
        rows = [.. rows.Select((row, hour) => hour < 40 * 24 ? row : row with { Peak = row.Peak * 3 })];

        var levels = Levels(rows);

        Assert.All(levels.Answers, answer => Assert.Null(answer.Level));
        Assert.InRange(levels.Change!.At, Rows.Now.AddDays(-21), Rows.Now.AddDays(-19));
        Assert.Contains("Peaks changed on 2026-11-0", levels.RefusedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void AStepOfTheLastDays_IsRefusedToo()
    {
        var rows = Stationary();
        rows = [.. rows.Select((row, hour) => hour < 55 * 24 ? row : row with { Peak = row.Peak * 3 })];

        Assert.InRange(Levels(rows).Change!.At, Rows.Now.AddDays(-6), Rows.Now.AddDays(-4));
    }

    [Fact]
    public void AllZeros_AreRefused()
    {
        var levels = Levels([.. Stationary().Select(row => row with { Peak = 0 })]);

        Assert.All(levels.Answers, answer => Assert.Null(answer.Level));
        Assert.Contains("every peak is 0", levels.RefusedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void AllCutOffByTheLimit_AreRefused()
    {
        var levels = Levels([.. Stationary().Select(row => row with { Peak = 65, BacklogLimit = 64, OverLimitWindows = 3 })]);

        Assert.All(levels.Answers, answer => Assert.Null(answer.Level));
        Assert.Contains("the backlog reached its limit or tasks waited", levels.RefusedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void AllSampled_AreRefused()
    {
        var levels = Levels(Rows.Of(SimulatedHost.Light, Days, 1, tier: Tier.Sampled));

        Assert.All(levels.Answers, answer => Assert.Null(answer.Level));
        Assert.Contains("were sampled only", levels.RefusedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void MixedTiers_CountTheSampledAsLowerBounds()
    {
        var rows = Stationary();
        rows = [.. rows.Select((row, hour) => hour % 5 != 0 ? row : row with { Peak = row.Peak / 4, Tier = Tier.Sampled, Tiers = TierSet.Of(Tier.Sampled) })];

        var levels = Levels(rows);

        Assert.Equal(Days * 24 / 5, levels.Record.HoursSampled);
        AssertNear(SimulatedHost.Light.Level(90), levels.Answers[1]);
        Assert.True(levels.Model!.AtLeast > 0);
    }

    [Fact]
    public void OneOutlier_IsNamed_AsTheRuleOfTheAnswerOrTheReasonOfARefusal()
    {
        var rows = Stationary();
        rows[700] = rows[700] with { Peak = 40_000 };

        var levels = Levels(rows);

        Assert.True(levels.Outlier is { Peak: 40_000 } || levels.RefusedBecause?.Contains("40,000", StringComparison.Ordinal) == true, levels.RefusedBecause ?? $"{levels.Answers[1]}");
    }

    [Fact]
    public void AGapOfAWeek_IsNotTime()
    {
        var rows = Stationary();
        rows.RemoveRange(30 * 24, 7 * 24);

        var levels = Levels(rows);

        Assert.Equal(7, levels.Record.LongestGap.TotalDays);
        Assert.Equal(Days - 7, levels.Record.Watched.TotalDays, 0.1);
        AssertNear(SimulatedHost.Light.Level(90), levels.Answers[1]);
    }

    [Fact]
    public void AClockThatWasAhead_LeavesNoHours()
    {
        var rows = Stationary();
        rows.AddRange(rows.Take(5).Select((row, i) => Rows.Hour(Rows.Now.AddYears(12).AddHours(i), 9_999)));

        var levels = Levels(rows);

        Assert.Equal(5, levels.Record.HoursAstray);
        Assert.True(levels.Record.Span <= TimeSpan.FromDays(Days));
        AssertNear(SimulatedHost.Light.Level(90), levels.Answers[1]);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-40)]
    public void AnImportedHistory_IsOfAnyTime_AndAClockThatJumpedIsLeftOut(int years)
    {
        var rows = Stationary();
        List<PollWindow> astray = [.. Enumerable.Range(0, 30).Select(i => Rows.Hour(Rows.Now.AddYears(years).AddHours(i), 9_999))];

        var usable = UsableHours.Of([.. rows.Concat(astray).OrderBy(row => row.From)], now: null);

        Assert.Equal(rows, usable.Rows);
        Assert.Equal(30, usable.Astray);
    }

    [Fact]
    public void AClockThatWasSetBack_IsSaid()
    {
        var rows = Stationary();
        rows[100] = rows[100] with { Windows = 480 };

        Assert.Equal(1, Levels(rows).Record.HoursTwice);
    }

    [Theory]
    [InlineData(29, false, false, false)]
    [InlineData(4 * 24, true, false, false)]
    [InlineData(10 * 24, true, true, false)]
    [InlineData(40 * 24, true, true, true)]
    public void Horizons_NeedATenthOfTheirTime_AndThirtyBlocks(int hours, bool thirty, bool ninety, bool year)
    {
        var rows = Stationary();

        var levels = Levels(rows[^hours..]);

        Assert.Equal([thirty, ninety, year], levels.Answers.Select(answer => answer.Level is not null));
        Assert.All(levels.Answers, answer => Assert.Equal(answer.Level is null, answer.RefusedBecause is not null));
    }

    private static List<PollWindow> Stationary() => Rows.Of(SimulatedHost.Light, Days, seed: 3);

    private static ReturnLevels Levels(IReadOnlyList<PollWindow> rows) => ReturnLevels.Of(Rows.Read(rows), 8_192);

    private static void AssertNear(double truth, LevelAnswer answer)
    {
        Assert.NotNull(answer.Level);
        Assert.InRange(truth, answer.Low!.Value * 0.97, answer.High!.Value * 1.03);
    }
}
