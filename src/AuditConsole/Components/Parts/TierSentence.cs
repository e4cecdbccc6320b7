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
        Tier.Kernel => PartsText.TierKernel,
        Tier.Probe => PartsText.TierProbe,
        Tier.Engine => PartsText.TierEngine,
        _ => PartsText.TierSampled,
    };
}
