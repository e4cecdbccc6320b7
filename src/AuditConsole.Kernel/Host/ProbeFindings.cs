namespace AuditConsole.Kernel.Host;

/// <summary>What of this system's policy keeps the probe from seeing the backlog, beside the capabilities.</summary>
internal static class ProbeFindings
{
    public const string LockdownFile = "kernel/security/lockdown";

    /// <param name="modes">What the lockdown file says, the mode in force in brackets; <see langword="null"/> where it is not there.</param>
    /// <param name="probeIsNeeded">Whether peaks depend on the probe.</param>
    public static HostFinding Lockdown(string? modes, bool probeIsNeeded) => modes switch
    {
        null => HostFinding.Good("lockdown", $"This system tells of no kernel lockdown (/sys/{LockdownFile} is not there)."),
        _ when modes.Contains("[confidentiality]", StringComparison.Ordinal) => HostFinding.Bad("lockdown", Severity(probeIsNeeded),
            "The kernel is locked down for confidentiality, so no program may read kernel memory and the probe is refused.",
            "Boot with integrity in place of confidentiality. On the kernel command line: `lockdown=integrity`"),
        _ => HostFinding.Good("lockdown", $"The kernel's lockdown does not touch the probe ({modes})."),
    };

    /// <param name="enabled">The sysctl's value; <see langword="null"/> where the kernel has none.</param>
    /// <param name="probeIsNeeded">Whether peaks depend on the probe.</param>
    public static HostFinding Ftrace(string? enabled, bool probeIsNeeded) => enabled switch
    {
        "0" => HostFinding.Bad("ftrace_enabled", Severity(probeIsNeeded),
            "The sysctl kernel.ftrace_enabled is 0: programs of the probe attach and are never run, so it sees nothing.",
            "Switch it on: `sysctl kernel.ftrace_enabled=1` Find what switches it off: `grep -r ftrace_enabled /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d`"),
        null => HostFinding.Good("ftrace_enabled", "This kernel has no sysctl kernel.ftrace_enabled that could keep the probe from running."),
        _ => HostFinding.Good("ftrace_enabled", "Programs that are attached to the kernel run (kernel.ftrace_enabled)."),
    };

    private static string Severity(bool isNeeded) => isNeeded ? FindingSeverity.Warn : FindingSeverity.Note;
}
