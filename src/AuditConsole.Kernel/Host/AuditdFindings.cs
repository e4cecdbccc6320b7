using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Host;

/// <summary>Who takes the records from the kernel, and whether it keeps up.</summary>
internal static class AuditdFindings
{
    private const string Auditd = "auditd";
    private const string Start = "Start it: `systemctl start auditd`";

    public static IEnumerable<HostFinding> Of(KernelHost host, AuditStatus status) =>
        [Registered(host, status), .. status.Pid != 0 && host.Sockets.DropsOf(status.Pid) is { } drops ? new[] { Drops(drops) } : []];

    private static HostFinding Registered(KernelHost host, AuditStatus status) => (status.Pid, host.ProcessName(status.Pid)) switch
    {
        (0, _) when status.Enabled == 0 => HostFinding.Good(Auditd, "No auditd is registered, and with auditing off there is nothing for it to take."),
        (0, _) => HostFinding.Bad(Auditd, FindingSeverity.Warn, BootParameters.Audit(host.CommandLine) == true
            ? $"No auditd is registered: records go to the kernel log, {(status.BacklogLimit == 0 ? "all" : $"up to {status.BacklogLimit}")} are held for one to come, and the rest is lost."
            : "No auditd is registered: records go to the kernel log and are then dropped without being counted in lost.", Start),
        (var pid, Auditd) => HostFinding.Good(Auditd, $"auditd takes the records (process {pid})."),
        (var pid, { } other) => HostFinding.Good(Auditd, $"{other} takes the records (process {pid}), registered in auditd's place."),
        (var pid, null) when host.SeesAllProcesses => HostFinding.Bad(Auditd, FindingSeverity.Warn,
            $"Process {pid} is registered as auditd and does not run any more; the kernel finds out with the next record.", Start),
        (var pid, null) => HostFinding.Good(Auditd, $"Process {pid} takes the records; /proc does not show its name to this process."),
    };

    private static HostFinding Drops(long drops) => drops == 0
        ? HostFinding.Good("auditd_drops", "auditd's socket has had room for every record.")
        : HostFinding.Bad("auditd_drops", FindingSeverity.Note,
            $"auditd's socket had no room {(drops == 1 ? "once" : $"{drops} times")} since it was opened; each time the kernel waited and tried the record again later, so auditd reads too slowly.",
            "In /etc/audit/auditd.conf, take the disk out of its way: `flush = INCREMENTAL_ASYNC` Give sockets more room, and restart auditd: `sysctl -w net.core.rmem_default=8388608`");
}
