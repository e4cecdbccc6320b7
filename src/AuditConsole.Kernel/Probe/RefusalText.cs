using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Probe;

/// <summary>Says in one sentence why the kernel refused a way to attach, and what would change that, as far as this machine tells.</summary>
internal static class RefusalText
{
    private const int SystemAdmin = 21;
    private const int PerfMon = 38;
    private const int BpfCapability = 39;
    private const int SeccompFilter = 2;
    private const string KernelMemory = "probe_read_kernel";

    /// <param name="hook">The way.</param>
    /// <param name="refusal">What the kernel answered.</param>
    /// <param name="self">What this process may do.</param>
    /// <param name="lockable">The bytes that RLIMIT_MEMLOCK leaves for maps and programs; <see langword="null"/> where nothing limits them.</param>
    public static string Of(ProbeHook hook, BpfRefusedException refusal, ProcSelf self, ulong? lockable) =>
        $"{Word(hook)} {Reason(hook, refusal, self, lockable)}";

    /// <summary>Whether it is this process that is not permitted to, and not this way that is not possible.</summary>
    public static bool IsFinal(BpfRefusedException refusal) => refusal is { Errno: Errno.OperationNotPermitted, Log: "" };

    private static string Reason(ProbeHook hook, BpfRefusedException refusal, ProcSelf self, ulong? lockable)
    {
        var name = BpfRefusedException.Name(refusal.Errno);
        if (refusal.Log.Contains(KernelMemory, StringComparison.Ordinal))
        {
            return $"refused: programs may not read kernel memory here, as with lockdown=confidentiality ({name}; the verifier: {LastLine(refusal.Log)}).";
        }

        if (refusal.Log.Length > 0)
        {
            return $"refused by the verifier ({name}; it says: {LastLine(refusal.Log)}).";
        }

        return (refusal.Step, refusal.Errno) switch
        {
            (_, Errno.OperationNotPermitted) => NotPermitted(refusal.Step, self, lockable),
            (_, BpfRefusedException.NoSystemCall) => $"is not there: this kernel has no bpf(2), or a seccomp filter hides it ({name}).",
            (BpfStep.Attach, Errno.NoEntry) when hook == ProbeHook.Kprobe =>
                $"is not there: this kernel has no kprobes, or kauditd has no function of that name ({name}).",
            (BpfStep.Attach, BpfRefusedException.Busy) => $"refused: another tracer holds the function and does not share it ({name}).",
            (BpfStep.Attach, BpfRefusedException.NotSupportedInside or Errno.OperationNotSupported) =>
                $"is not possible on this kernel: it cannot attach to the beginning of kauditd's functions ({name}).",
            _ => $"refused when {Doing(refusal.Step)} ({name}).",
        };
    }

    private static string NotPermitted(BpfStep step, ProcSelf self, ulong? lockable)
    {
        string[] missing = self.Has(SystemAdmin) == true
            ? []
            : [.. new[] { (BpfCapability, "CAP_BPF"), (PerfMon, "CAP_PERFMON") }.Where(c => self.Has(c.Item1) == false).Select(c => c.Item2)];
        if (missing.Length > 0)
        {
            var list = string.Join(" and ", missing);
            return $"refused: this process lacks {list} (EPERM). In the systemd unit: AmbientCapabilities={string.Join(' ', missing)}.";
        }

        if (self.SeccompMode == SeccompFilter && step == BpfStep.Map)
        {
            return "refused: a seccomp filter forbids bpf(2) (EPERM). In the systemd unit: SystemCallFilter=bpf perf_event_open.";
        }

        if (lockable is { } bytes && step is BpfStep.Map or BpfStep.Load)
        {
            return $"refused: before Linux 5.11 maps and programs need locked memory, and RLIMIT_MEMLOCK allows {bytes} bytes (EPERM). In the systemd unit: LimitMEMLOCK=infinity.";
        }

        return step == BpfStep.Load
            ? "refused by this system's policy (EPERM, empty verifier log)."
            : $"refused by this system's policy when {Doing(step)} (EPERM).";
    }

    private static string Doing(BpfStep step) => step switch
    {
        BpfStep.Map => "creating the map",
        BpfStep.Memory => "mapping its memory",
        BpfStep.Load => "loading a program",
        BpfStep.Attach => "attaching a program",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step of attaching a probe."),
    };

    private static string Word(ProbeHook hook) => hook == ProbeHook.Fentry ? "fentry" : "kprobe";

    // The verifier ends with a line of statistics, after the one that says what it minds.
    private static string LastLine(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("processed ", StringComparison.Ordinal))
            .ToArray();
        return lines.Length == 0 ? log : lines[^1];
    }
}
