using AuditConsole.Monitoring;

namespace AuditConsole.Components.Parts;

/// <summary>What each tier promises, in a sentence.</summary>
public static class TierSentence
{
    /// <summary>All tiers, the most direct first.</summary>
    public static readonly IReadOnlyList<Tier> All = [Tier.Kernel, Tier.Probe, Tier.Sampled, Tier.Engine];

    /// <summary>The promise of <paramref name="tier"/>.</summary>
    public static string For(Tier tier) => tier switch
    {
        Tier.Kernel => "Exact. The kernel keeps backlog_max_depth itself; each poll reads and clears it in one step.",
        Tier.Probe => "Exact within one record. Our eBPF program looks at the queue just before each record leaves it.",
        Tier.Engine => "Exact, but simulated. The queue runs inside this console and reports its own highest point, so no burst is missed.",
        _ => "At least. The backlog is asked for now and then; a burst between two answers is not seen. Bars are hatched and end in an arrow.",
    };
}
