using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Watchers;

namespace AuditConsole.Monitoring.Tests.Losses;

public sealed class LossAttributionTests
{
    private static LossEvidence Quiet => new() { Lost = 0, LowestLimit = 64, PeakIsExact = true, Enabled = true, SomeAuditd = true, AlwaysAuditd = true, AuditDefault = true };

    public static TheoryData<string, LossCause, bool?> ByElimination => new()
    {
        { "over the limit", LossCause.BacklogLimit, true },
        { "over the limit, with a rate limit", LossCause.Unknown, null },
        { "within the limit, no rate limit, auditd", LossCause.RetryQueue, false },
        { "within the limit, no rate limit, no auditd, audit=1", LossCause.HoldQueue, false },
        { "within the limit, no rate limit, no auditd, no audit=1", LossCause.OutOfMemory, false },
        { "within the limit, rate limit, no auditd, no audit=1", LossCause.RateLimit, false },
        { "within the limit, rate limit, auditd", LossCause.Unknown, null },
        { "only sampled", LossCause.Unknown, null },
        { "no limit, rate limit, no auditd, no audit=1", LossCause.RateLimit, false },
    };

    [Theory]
    [MemberData(nameof(ByElimination))]
    public void Lost_WithoutReasons_IsWhatCannotBeExcluded(string situation, LossCause cause, bool? limitHelps)
    {
        var evidence = Quiet with
        {
            Lost = 7,
            Peak = situation.StartsWith("over", StringComparison.Ordinal) ? 65u : 30,
            PeakIsExact = situation != "only sampled",
            LowestLimit = situation.StartsWith("no limit", StringComparison.Ordinal) ? 0u : 64,
            RateLimit = situation.Contains("rate limit", StringComparison.Ordinal) && !situation.Contains("no rate limit", StringComparison.Ordinal) ? 100u : 0,
            SomeAuditd = !situation.Contains("no auditd", StringComparison.Ordinal),
            AlwaysAuditd = !situation.Contains("no auditd", StringComparison.Ordinal),
            AuditDefault = !situation.Contains("no audit=1", StringComparison.Ordinal),
        };

        var share = Assert.Single(LossAttribution.Of(evidence), share => share.Cause != LossCause.Uncounted);

        Assert.Equal((cause, 7L, limitHelps), (share.Cause, share.Records, share.LimitHelps));
    }

    [Fact]
    public void Lost_WithReasons_IsSharedOutAsSeen()
    {
        var shares = LossAttribution.Of(Quiet with { Lost = 20, Reasons = new ProbeLossCounts(5, 4, 3, 2, 1, 9) });

        Assert.Equal(
            [(LossCause.BacklogLimit, 5L), (LossCause.RateLimit, 4), (LossCause.OutOfMemory, 3), (LossCause.RetryQueue, 2), (LossCause.HoldQueue, 1), (LossCause.Unknown, 5)],
            shares.Select(share => (share.Cause, share.Records!.Value)));
    }

    [Fact]
    public void Uncounted_RecordsThatNobodyTook_AreNamed()
    {
        var evidence = Quiet with { SomeAuditd = false, AlwaysAuditd = false, AuditDefault = false };

        Assert.Equal((LossCause.Uncounted, 40L), Only(evidence with { Records = 40 }));
        Assert.Equal((LossCause.Uncounted, null), Only(evidence with { Peak = 3 }));
        Assert.Empty(LossAttribution.Of(evidence with { Records = 0, Peak = 3 }));
        Assert.Empty(LossAttribution.Of(evidence with { Records = 40, Enabled = false }));
        Assert.Empty(LossAttribution.Of(evidence with { Records = 40, AuditDefault = null }));
    }

    [Fact]
    public void Socket_DropsAndLossesBeforeTheStart_AreNoPartOfLost()
    {
        var shares = LossAttribution.Of(Quiet with { SocketDrops = 3, BeforeStart = 11 });

        Assert.Equal([(LossCause.BeforeStart, 11L), (LossCause.AuditdSocket, 3)], shares.Select(share => (share.Cause, share.Records!.Value)));
    }

    [Fact]
    public void Lost_Unknown_IsNotAttributed() => Assert.Empty(LossAttribution.Of(Quiet with { Lost = null }));

    private static (LossCause, long?) Only(LossEvidence evidence)
    {
        var share = Assert.Single(LossAttribution.Of(evidence));
        return (share.Cause, share.Records);
    }
}
