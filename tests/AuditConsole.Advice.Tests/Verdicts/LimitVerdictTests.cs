using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Tests.Support;
using AuditConsole.Advice.Verdicts;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Advice.Tests.Verdicts;

public sealed class LimitVerdictTests
{
    private static readonly DateTimeOffset s_yesterday = Rows.Now.AddDays(-1);

    [Fact]
    public void Losses_AreTheLimits_OnlyWhereThePeakWasOverIt()
    {
        var cut = Judge(Host(100), Day(hour => hour with { Peak = 101, OverLimitWindows = 1, Lost = 37 }));
        var retried = Judge(Host(8_192), Day(hour => hour with
        {
            Peak = 900,
            Lost = 37,
            Details = new WindowDetails { Losses = [new LossShare(LossCause.RetryQueue, 37, "auditd was slow.")] },
        }));
        var refused = Judge(Host(8_192), Day(hour => hour with { Peak = 900, Lost = 37 }));

        Assert.Equal((VerdictKind.Losing, "888 records were lost at the limit of 100 since 2026-11-21 00:00 UTC."), (cut.Kind, cut.Summary));
        Assert.Equal(VerdictKind.NotTheLimit, retried.Kind);
        Assert.Contains("The limit is not your problem: 888 records", retried.Summary, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.NotTheLimit, refused.Kind);
    }

    [Fact]
    public void Losses_OfSampledHours_AreNotBlamedOnAnything()
    {
        var verdict = Judge(Host(8_192), Day(hour => hour with { Lost = 2, Tier = Tier.Sampled, Tiers = TierSet.Of(Tier.Sampled), Bound = Bound.AtLeast }));

        Assert.Equal(VerdictKind.Losing, verdict.Kind);
        Assert.Contains("cannot be told", verdict.Summary, StringComparison.Ordinal);
        Assert.Contains("Peaks were sampled", verdict.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_UnderAnotherLimit_ArePast()
    {
        var rows = Day(hour => hour.From < s_yesterday.AddHours(12) ? hour with { BacklogLimit = 64, Peak = 65, OverLimitWindows = 9, Lost = 99 } : hour);

        Assert.Equal(VerdictKind.InsufficientData, Judge(Host(8_192), rows).Kind);
    }

    [Theory]
    [InlineData(0, VerdictKind.Saturated)]
    [InlineData(500, VerdictKind.Saturated)]
    [InlineData(2_000, VerdictKind.Stalling)]
    public void OverTheLimitWithoutLoss_IsSaturated_OrStallingWhereTasksWaited(int milliseconds, VerdictKind kind)
    {
        var wait = TimeSpan.FromMilliseconds(milliseconds / 24.0);

        Assert.Equal(kind, Judge(Host(100), Day(hour => hour with { Peak = 101, OverLimitWindows = 1, Wait = wait, WaitTicks = milliseconds })).Kind);
    }

    [Fact]
    public void NoLimit_Failure2_AndALock_ChangeTheSentence()
    {
        var unlimited = Judge(Host(0), Day(hour => hour with { BacklogLimit = 0 }));
        var grave = Judge(Host(8_192) with { Failure = 2, IsLocked = true }, Day(hour => hour));

        Assert.Equal(VerdictKind.Unlimited, unlimited.Kind);
        Assert.Contains("may grow until memory is short", unlimited.Summary, StringComparison.Ordinal);
        Assert.Contains("failure is 2", grave.Summary, StringComparison.Ordinal);
        Assert.Contains("takes effect with the next boot only", grave.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, VerdictKind.Tight)]
    [InlineData(700, VerdictKind.Safe)]
    public void WithLevels_TheChanceDecides(uint room, VerdictKind kind)
    {
        var rows = Rows.Of(SimulatedHost.Light, 60, seed: 3);
        var limit = rows.Max(row => row.Peak) + room;
        rows = [.. rows.Select(row => row with { BacklogLimit = limit })];

        Assert.Equal(kind, LimitVerdict.Of(Host(limit), RecentFacts.Of(rows, limit), ReturnLevels.Of(Rows.Read(rows), limit), 1_280).Kind);
    }

    [Fact]
    public void ALimitFarAbove_IsTooLarge_OnlyWhereItsMemoryMatters()
    {
        const uint Limit = 1_000_000;
        var rows = Rows.Of(SimulatedHost.Light, 60, seed: 3, limit: Limit);
        var levels = ReturnLevels.Of(Rows.Read(rows), Limit);
        VerdictKind Of(long memory) => LimitVerdict.Of(Host(Limit) with { MemoryBytes = memory }, RecentFacts.Of(rows, Limit), levels, 1_280).Kind;

        Assert.Equal(VerdictKind.Oversized, Of(4L << 30));
        Assert.Equal(VerdictKind.Safe, Of(2048L << 30));
    }

    [Fact]
    public void NothingWatched_OrNothingSeen_IsTooLittle()
    {
        Assert.Equal(VerdictKind.InsufficientData, Judge(Host(8_192), []).Kind);
        Assert.Equal(VerdictKind.InsufficientData, Judge(Host(8_192), Day(hour => hour with { Peak = 0 })).Kind);
    }

    private static AdvisedHost Host(uint limit) => new("db-07", limit);

    private static List<PollWindow> Day(Func<PollWindow, PollWindow> change) =>
        [.. Enumerable.Range(0, 24).Select(hour => change(Rows.Hour(s_yesterday.AddHours(hour), 300)))];

    private static LimitVerdict Judge(AdvisedHost host, List<PollWindow> rows) =>
        LimitVerdict.Of(host, RecentFacts.Of([.. rows.Select(row => row.BacklogLimit == 8_192 ? row with { BacklogLimit = host.Limit } : row)], host.Limit), levels: null, recommended: null);
}
