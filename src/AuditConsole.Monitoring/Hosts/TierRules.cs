using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Which tier a source's peaks have, and why.</summary>
internal static class TierRules
{
    public static Tier Of(HostSource source, AuditStatus status) =>
        source == HostSource.Engine ? Tier.Engine : status.BacklogMaxDepth is null ? Tier.Sampled : Tier.Kernel;

    public static string Reason(Tier tier) => tier switch
    {
        Tier.Kernel => "Exact. This kernel keeps backlog_max_depth itself; each poll reads and clears it in one step.",
        Tier.Engine => "Exact, but simulated. The queue runs inside this console and reports its own highest point.",
        Tier.Probe => "Exact within one record. An eBPF program looks at the queue just before each record leaves it.",
        _ => "At least. This kernel's status ends before backlog_max_depth, so a burst between two questions is not seen. A kernel with the high-water-mark patch makes it exact.",
    };
}
