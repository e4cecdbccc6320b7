using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Host;

/// <summary>Whether this process may talk to the audit subsystem, one finding per condition.</summary>
internal static class AccessFindings
{
    private const string ContainerLine = "In a container: `--pid=host --userns=host --cap-add=AUDIT_CONTROL`";
    private const string UnitLine = "In the systemd unit: `AmbientCapabilities=CAP_AUDIT_CONTROL`";

    public static HostFinding Capability(ProcSelf self) => self.Has(ProcSelf.AuditControl) switch
    {
        true => HostFinding.Good("cap_audit_control", "This process holds CAP_AUDIT_CONTROL."),
        false => HostFinding.Bad("cap_audit_control", FindingSeverity.Crit,
            "This process lacks CAP_AUDIT_CONTROL, so the kernel refuses each request with EPERM.", $"{UnitLine} {ContainerLine}"),
        null => Unreadable("cap_audit_control", "the capabilities of this process", "self/status"),
    };

    public static HostFinding UserNamespace(ProcSelf self) => self.InInitialUserNamespace switch
    {
        true => HostFinding.Good("user_namespace", "This process runs in the initial user namespace."),
        false => HostFinding.Bad("user_namespace", FindingSeverity.Crit,
            "This process runs in a user namespace of its own, where the kernel answers ECONNREFUSED as if it had no audit subsystem.",
            $"Run it outside of user namespaces and rootless containers. {ContainerLine} In the systemd unit: `PrivateUsers=no`"),
        null => Unreadable("user_namespace", "the user namespace of this process", "self/ns/user"),
    };

    public static HostFinding PidNamespace(ProcSelf self) => self.InInitialPidNamespace switch
    {
        true => HostFinding.Good("pid_namespace", "This process runs in the initial pid namespace."),
        false => HostFinding.Bad("pid_namespace", FindingSeverity.Crit,
            "This process runs in a pid namespace of its own, so the kernel refuses each request with EPERM.", ContainerLine),
        null => Unreadable("pid_namespace", "the pid namespace of this process", "self/ns/pid"),
    };

    public static HostFinding NetworkNamespace(ProcSelf self) => self.InInitialNetworkNamespace switch
    {
        true => HostFinding.Good("net_namespace", "This process runs in the initial network namespace, where audit records can be read."),
        false => HostFinding.Bad("net_namespace", FindingSeverity.Note,
            "This process runs in a network namespace of its own: status and resets work, but audit records never arrive there.",
            "In a container: `--network=host` In the systemd unit: `PrivateNetwork=no`"),
        null => HostFinding.Bad("net_namespace", FindingSeverity.Note,
            "Whether this process runs in the initial network namespace cannot be told; only there do audit records arrive.",
            "In a container: `--network=host` In the systemd unit: `PrivateNetwork=no`"),
    };

    public static HostFinding Seccomp(ProcSelf self, AuditException? refusal) => (self.SeccompMode, SeccompExplains(self, refusal)) switch
    {
        (_, true) => HostFinding.Bad("seccomp", FindingSeverity.Crit,
            "A seccomp filter on this process forbids the audit netlink socket.",
            "In a container: a profile that permits socket(AF_NETLINK), or `--security-opt seccomp=unconfined` "
            + "In the systemd unit: `RestrictAddressFamilies=AF_NETLINK AF_UNIX AF_INET AF_INET6`"),
        (0, _) => HostFinding.Good("seccomp", "No seccomp filter is set on this process."),
        (null, _) => Unreadable("seccomp", "the seccomp mode of this process", "self/status"),
        _ => HostFinding.Good("seccomp", "A seccomp filter is set on this process and lets the audit netlink socket through; "
            + "the probe needs it to let more through, in the systemd unit by SystemCallFilter=bpf perf_event_open."),
    };

    public static bool SeccompExplains(ProcSelf self, AuditException? refusal) => self.SeccompMode > 0
        && refusal is AuditUnavailableException { Errno: Errno.OperationNotPermitted or Errno.AccessDenied or Errno.AddressFamilyNotSupported };

    public static HostFinding Unreadable(string id, string what, string file) => HostFinding.Bad(
        id, FindingSeverity.Warn, $"{char.ToUpperInvariant(what[0])}{what[1..]} cannot be told, as /proc/{file} cannot be read.",
        $"Let this process read its own /proc: ls -l /proc/{file} must work for its user.");
}
