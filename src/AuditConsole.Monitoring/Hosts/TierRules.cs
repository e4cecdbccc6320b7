using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Which tier a source's peaks have, and why.</summary>
internal static class TierRules
{
    public static Tier Of(HostDescription host, AuditStatus status, bool probeIsExact) =>
        host.Source == HostSource.Engine ? Tier.Engine
        : status.BacklogMaxDepth is not null && !(probeIsExact && host.PrefersProbe) ? Tier.Kernel
        : probeIsExact ? Tier.Probe
        : Tier.Sampled;

    /// <summary>The cause alone; what the tier promises is said elsewhere.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="probe">Where the probe stands, in a sentence.</param>
    public static string Reason(Tier tier, string probe) => tier switch
    {
        Tier.Kernel => Join("This kernel's status includes backlog_max_depth.", probe),
        Tier.Engine => "The source is the engine inside this console.",
        Tier.Probe => probe,
        _ => Join("This kernel's status ends before backlog_max_depth.", probe.Length > 0 ? probe : "The probe is switched off."),
    };

    private static string Join(string first, string second) => second.Length > 0 ? $"{first} {second}" : first;
}
