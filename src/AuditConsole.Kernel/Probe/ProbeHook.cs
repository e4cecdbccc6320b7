namespace AuditConsole.Kernel.Probe;

/// <summary>How the probe's programs are attached to kauditd, from the way tried first to the last.</summary>
public enum ProbeHook
{
    /// <summary>A trampoline at the beginning of the function (Linux 5.5; on arm64 6.4), found through the kernel's BTF.</summary>
    Fentry = 0,

    /// <summary>A kprobe at the beginning of the function, found by its name.</summary>
    Kprobe = 1,
}
