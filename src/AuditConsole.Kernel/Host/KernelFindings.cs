using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Host;

/// <summary>How this kernel was built, booted and set up, one finding per condition.</summary>
internal static class KernelFindings
{
    private const double UsualWaitSeconds = 60;
    private const uint RecommendedLimit = 8192;
    private const string BootLine = "Add to the kernel command line, and reboot: `audit=1 audit_backlog_limit=8192`";

    public static HostFinding Boot(string? commandLine, AuditException? refusal) => (BootParameters.Audit(commandLine), refusal) switch
    {
        (false, _) => HostFinding.Bad("audit_boot", FindingSeverity.Crit,
            "The kernel was booted with audit=0, which shuts the audit subsystem off.", "Take audit=0 off the kernel command line and reboot."),
        (_, AuditUnavailableException { Errno: Errno.ProtocolNotSupported }) => HostFinding.Bad("audit_boot", FindingSeverity.Crit,
            "The kernel has no audit subsystem: it was built without CONFIG_AUDIT.", "Boot a kernel built with CONFIG_AUDIT=y."),
        (true, _) => HostFinding.Good("audit_boot", "The kernel was booted with audit=1, so records that no auditd takes are held or counted in lost."),
        (null, _) => HostFinding.Bad("audit_boot", FindingSeverity.Note,
            "The kernel was not booted with audit=1: records that no auditd takes are dropped without being counted in lost.",
            BootLine),
    };

    public static HostFinding BootLimit(string? commandLine, AuditStatus? status)
    {
        const string Id = "boot_backlog_limit";
        if (commandLine is null)
        {
            return HostFinding.Bad(Id, FindingSeverity.Note, "What limit the kernel was booted with cannot be told, as /proc/cmdline cannot be read.", "See it with: `cat /proc/cmdline`");
        }

        var (given, unparsable) = BootParameters.BacklogLimit(commandLine);
        var limit = given ?? BootParameters.DefaultBacklogLimit;
        if (unparsable is not null)
        {
            return HostFinding.Bad(Id, FindingSeverity.Warn, $"audit_backlog_limit={unparsable} on the kernel command line is no number, so the kernel kept {limit}.", BootLine);
        }

        if (IsSmallAtBoot(commandLine))
        {
            return HostFinding.Bad(Id, FindingSeverity.Note, string.Create(CultureInfo.InvariantCulture,
                $"With audit=1 the kernel makes records from the start, and until rules are loaded {limit} may wait{(given is null ? " (the default)" : "")}: what exceeds that is lost before anybody watches."),
                BootLine);
        }

        return given > status?.BacklogLimit && status.BacklogLimit != 0
            ? HostFinding.Bad(Id, FindingSeverity.Note, $"The kernel was booted with a limit of {given} and runs with {status.BacklogLimit}: rules or a program have lowered it.", $"To set it again: `auditctl -b {given}`")
            : HostFinding.Good(Id, $"The kernel was booted with a limit of {limit}{(given is null ? ", the default" : "")}.");
    }

    /// <summary>Whether records are made from the boot on, with less room for them than is recommended.</summary>
    public static bool IsSmallAtBoot(string? commandLine) => BootParameters.Audit(commandLine) == true
        && (BootParameters.BacklogLimit(commandLine).Limit ?? BootParameters.DefaultBacklogLimit) is > 0 and < RecommendedLimit;

    public static HostFinding Hz(int? hz) => hz is { } known
        ? HostFinding.Good("hz", $"One second is {known} ticks (HZ) of this kernel; wait times are shown in seconds.")
        : HostFinding.Bad("hz", FindingSeverity.Note, "The kernel does not tell the length of its tick, so wait times are shown in ticks.",
            "Look up CONFIG_HZ: `grep CONFIG_HZ= /boot/config-$(uname -r)`");

    public static HostFinding BacklogMaxDepth(AuditStatus? status) => status switch
    {
        { BacklogMaxDepth: not null } => HostFinding.Good("backlog_max_depth", "This kernel keeps the high-water mark of its backlog (backlog_max_depth)."),
        not null => HostFinding.Bad("backlog_max_depth", FindingSeverity.Note,
            "This kernel keeps no high-water mark: its status ends before backlog_max_depth.",
            "Peaks are the probe's where it runs, and lower bounds where it does not; a kernel with the high-water-mark patch makes them exact."),
        null => HostFinding.Bad("backlog_max_depth", FindingSeverity.Note,
            "Whether this kernel keeps a high-water mark is not known, as its status could not be read.",
            "Remove what keeps the status from being read; the other findings name it."),
    };

    public static HostFinding BacklogWaitTime(AuditStatus? status, int? hz)
    {
        const string Id = "backlog_wait_time";
        if (status?.BacklogWaitTime is not { } ticks)
        {
            return HostFinding.Bad(Id, FindingSeverity.Note, "How long a full backlog holds up a process is not known: this status has no backlog_wait_time.",
                "Read it with: `auditctl -s`");
        }

        if (hz is not { } known)
        {
            return HostFinding.Bad(Id, FindingSeverity.Note, string.Create(CultureInfo.InvariantCulture,
                $"A full backlog holds up a process for up to {ticks} ticks per record; without HZ that cannot be told in seconds."),
                "Look up CONFIG_HZ: `grep CONFIG_HZ= /boot/config-$(uname -r)`");
        }

        var seconds = (double)ticks / known;
        var finding = string.Create(CultureInfo.InvariantCulture,
            $"A full backlog holds up a process for up to {seconds:0.###} s per record (backlog_wait_time {ticks} ticks at HZ {known}).");
        return seconds > UsualWaitSeconds
            ? HostFinding.Bad(Id, FindingSeverity.Warn, $"{finding} The number counts ticks, not milliseconds.", string.Create(CultureInfo.InvariantCulture,
                $"For {UsualWaitSeconds:0} s: `auditctl --backlog_wait_time {UsualWaitSeconds * known:0}`"))
            : HostFinding.Good(Id, finding);
    }
}
