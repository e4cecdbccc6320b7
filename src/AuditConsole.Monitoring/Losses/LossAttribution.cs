using System.Globalization;

namespace AuditConsole.Monitoring.Losses;

/// <summary>Says why records were lost, as far as the evidence goes.</summary>
/// <remarks>
/// What each cause needs, from <c>kernel/audit.c</c>: the limit refuses a record only while the queue is longer than the limit
/// (<c>audit_log_start</c>); the rate only with a <c>rate_limit</c> (<c>audit_rate_check</c>); the retry queue takes records only from a
/// registered auditd (<c>kauditd_retry_skb</c>); the hold queue exists only after <c>audit=1</c> (<c>kauditd_hold_skb</c>). Memory may
/// always be short, so what is left over when all others are excluded is called that and no more is claimed.
/// </remarks>
internal static class LossAttribution
{
    public static IReadOnlyList<LossShare> Of(LossEvidence evidence) =>
    [
        .. BeforeStart(evidence),
        .. evidence.Lost > 0 ? Counted(evidence, evidence.Lost.Value) : [],
        .. Uncounted(evidence),
        .. evidence.SocketDrops > 0
            ? [new LossShare(LossCause.AuditdSocket, evidence.SocketDrops, Say($"auditd's socket dropped {evidence.SocketDrops} datagrams, as /proc/net/netlink counts them."))]
            : (LossShare[])[],
    ];

    private static IEnumerable<LossShare> BeforeStart(LossEvidence evidence)
    {
        if (evidence.BeforeStart > 0)
        {
            yield return new LossShare(LossCause.BeforeStart, evidence.BeforeStart, Say($"lost stood at {evidence.BeforeStart} when this console first looked at this boot."));
        }
    }

    private static IEnumerable<LossShare> Counted(LossEvidence evidence, long lost) =>
        evidence.Reasons is { } reasons ? BySight(reasons, lost) : [ByElimination(evidence, lost)];

    private static IEnumerable<LossShare> BySight(Watchers.ProbeLossCounts reasons, long lost)
    {
        const string Seen = "The probe saw the kernel give this reason.";
        (LossCause Cause, long Records)[] shares =
        [
            (LossCause.BacklogLimit, reasons.BacklogLimit),
            (LossCause.RateLimit, reasons.RateLimit),
            (LossCause.OutOfMemory, reasons.OutOfMemory),
            (LossCause.RetryQueue, reasons.RetryQueue),
            (LossCause.HoldQueue, reasons.HoldQueue),
        ];
        foreach (var (cause, records) in shares.Where(share => share.Records > 0))
        {
            yield return new LossShare(cause, records, Seen);
        }

        // The probe and the counter are read one after the other, so a few losses may fall into different windows.
        if (lost - shares.Sum(share => share.Records) is > 0 and var rest)
        {
            yield return new LossShare(LossCause.Unknown, rest, "lost rose by so much more than the probe saw reasons for.");
        }
    }

    private static LossShare ByElimination(LossEvidence evidence, long lost)
    {
        var over = evidence.LowestLimit != 0 && evidence.Peak > evidence.LowestLimit;
        var limitPossible = evidence.LowestLimit != 0 && (over || !evidence.PeakIsExact);
        var ratePossible = evidence.RateLimit != 0;
        var peak = Say($"{(evidence.PeakIsExact ? "The peak was" : "The highest backlog seen was")} {evidence.Peak}, the limit {evidence.LowestLimit}");
        return (over, limitPossible, ratePossible) switch
        {
            (true, _, false) => new(LossCause.BacklogLimit, lost, $"{peak}, and rate_limit is off.{(evidence.SomeAuditd ? " Records that auditd did not take in time may be among them." : "")}"),
            (true, _, true) => new(LossCause.Unknown, lost, Say($"{peak}, and rate_limit is {evidence.RateLimit} a second: either may have done it.")),
            (_, false, true) when !evidence.SomeAuditd && evidence.AuditDefault == false =>
                new(LossCause.RateLimit, lost, Say($"The backlog stayed within its limit, and rate_limit is {evidence.RateLimit} a second.")),
            (_, false, true) => new(LossCause.Unknown, lost, Say($"The backlog stayed within its limit. Either rate_limit, {evidence.RateLimit} a second, or a queue of records that auditd did not take.")),
            (_, false, false) when evidence.AlwaysAuditd => new(LossCause.RetryQueue, lost, "The backlog stayed within its limit and rate_limit is off: auditd did not take records fast enough, and those to try again overflowed."),
            (_, false, false) when !evidence.SomeAuditd && evidence.AuditDefault != false => new(LossCause.HoldQueue, lost, "The backlog stayed within its limit, rate_limit is off and no auditd was registered: records held for one overflowed."),
            (_, false, false) when !evidence.SomeAuditd => new(LossCause.OutOfMemory, lost, "The backlog stayed within its limit, rate_limit is off, and without auditd and audit=1 no other queue can overflow: the kernel had no memory for them."),
            (_, false, false) => new(LossCause.Unknown, lost, "The backlog stayed within its limit and rate_limit is off; auditd came or went, and records it did not take overflowed."),
            _ => new(LossCause.Unknown, lost, Say($"{peak}, but it may have been higher between two looks{(ratePossible ? Say($"; rate_limit, {evidence.RateLimit} a second, is possible too") : "")}.")),
        };
    }

    private static IEnumerable<LossShare> Uncounted(LossEvidence evidence)
    {
        if (evidence is { Enabled: true, SomeAuditd: false, AuditDefault: false } && (evidence.Records ?? evidence.Peak) > 0)
        {
            yield return new LossShare(
                LossCause.Uncounted, evidence.Records, "No auditd was registered and the kernel was not booted with audit=1: records went to the kernel's log at most, and to readers such as the journal.");
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
