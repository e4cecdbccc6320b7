using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Which tier a source's peaks have, and why.</summary>
internal static class TierRules
{
    public static Tier Of(HostSource source, AuditStatus status) =>
        source == HostSource.Engine ? Tier.Engine : status.BacklogMaxDepth is null ? Tier.Sampled : Tier.Kernel;

    /// <summary>The cause alone; what the tier promises is said elsewhere.</summary>
    public static string Reason(Tier tier) => tier switch
    {
        Tier.Kernel => "This kernel's status includes backlog_max_depth.",
        Tier.Engine => "The source is the engine inside this console.",
        Tier.Probe => "The eBPF program is attached and has been seen to count.",
        _ => "This kernel's status ends before backlog_max_depth; a kernel with the high-water-mark patch makes peaks exact.",
    };
}
