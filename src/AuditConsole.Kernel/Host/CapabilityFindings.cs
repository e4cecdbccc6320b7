namespace AuditConsole.Kernel.Host;

/// <summary>The capabilities beside CAP_AUDIT_CONTROL, each with what is missing without it.</summary>
internal static class CapabilityFindings
{
    /// <param name="self">This process.</param>
    /// <param name="probeIsNeeded">Whether peaks depend on the probe, as they do on a kernel without a mark of its own.</param>
    public static IEnumerable<HostFinding> Of(ProcSelf self, bool probeIsNeeded) =>
    [
        Of(self, ProcSelf.AuditRead, "AUDIT_READ", FindingSeverity.Note, "changes made by others are not seen as they happen, and a peak that somebody else clears is not recovered"),
        Of(self, ProcSelf.AuditWrite, "AUDIT_WRITE", FindingSeverity.Note, "what operators change here is kept by this console, and not written with their names to the audit trail"),
        OfProbe(self, ProcSelf.Bpf, "BPF", probeIsNeeded),
        OfProbe(self, ProcSelf.PerfMon, "PERFMON", probeIsNeeded),
    ];

    private static HostFinding OfProbe(ProcSelf self, int capability, string name, bool isNeeded) =>
        self.Has(capability) != true && self.Has(ProcSelf.SystemAdmin) == true
            ? HostFinding.Good(Id(name), $"This process holds CAP_SYS_ADMIN, which includes CAP_{name}.")
            : Of(self, capability, name, isNeeded ? FindingSeverity.Warn : FindingSeverity.Note, isNeeded
                ? "the probe cannot start and peaks are sampled, which misses bursts between two questions"
                : "the probe cannot start, which this kernel does not need as long as it keeps the high-water mark itself");

    private static HostFinding Of(ProcSelf self, int capability, string name, string severity, string without) => self.Has(capability) switch
    {
        true => HostFinding.Good(Id(name), $"This process holds CAP_{name}."),
        false => HostFinding.Bad(Id(name), severity, $"This process lacks CAP_{name}: {without}.",
            $"In the systemd unit, add: `AmbientCapabilities=CAP_{name}` `CapabilityBoundingSet=CAP_{name}` In a container: `--cap-add={name}`"),
        null => AccessFindings.Unreadable(Id(name), "the capabilities of this process", "self/status"),
    };

    private static string Id(string name) => $"cap_{name.ToLowerInvariant()}";
}
