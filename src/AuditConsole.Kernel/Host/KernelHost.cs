using System.Globalization;
using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Kernel.Netlink;

namespace AuditConsole.Kernel.Host;

/// <summary>The running kernel: its release, its boot and the length of its tick.</summary>
/// <remarks>Immutable and thread-safe; <see cref="Release"/> and <see cref="BootId"/> are read anew at each call.</remarks>
public sealed class KernelHost
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long LargestHz = 10_000;
    private readonly string _proc;
    private readonly string _etc;
    private readonly string _sys;

    /// <summary>Looks at the machine through its file systems.</summary>
    /// <param name="proc">Where proc is mounted.</param>
    /// <param name="etc">Where the folder of settings is.</param>
    /// <param name="sys">Where sys is mounted.</param>
    public KernelHost(string proc = "/proc", string etc = "/etc", string sys = "/sys")
        : this(CoarseClockResolution(), proc, etc, sys)
    {
    }

    internal KernelHost(long? tickNanoseconds, string proc, string etc, string sys)
    {
        (_proc, _etc, _sys) = (proc, etc, sys);
        Hz = tickNanoseconds is { } tick ? HzOf(tick) : null;
    }

    /// <summary>Ticks (jiffies) per second, the unit of both wait fields; <see langword="null"/> where the kernel does not tell.</summary>
    /// <remarks>
    /// The resolution of CLOCK_MONOTONIC_COARSE is one tick: 4,000,000 ns is 250, 3,333,333 ns is 300.
    /// Source: <c>TICK_NSEC</c> in <c>include/linux/jiffies.h</c>, <c>KTIME_LOW_RES</c> in <c>kernel/time/posix-timers.c</c>.
    /// </remarks>
    public int? Hz { get; }

    /// <summary>The kernel's release, as <c>uname -r</c> prints it; <see langword="null"/> where it cannot be read.</summary>
    public string? Release => ReadLine(_proc, "sys/kernel/osrelease");

    /// <summary>A name for this boot that no other boot has; <see langword="null"/> where it cannot be read.</summary>
    public string? BootId => ReadLine(_proc, "sys/kernel/random/boot_id");

    /// <summary>Whether the kernel was booted with <c>audit=1</c>, and so holds or counts what no auditd takes; <see langword="null"/> where that cannot be read.</summary>
    public bool? IsAuditDefault => CommandLine is { } line ? BootParameters.Audit(line) == true : null;

    /// <summary>Whether <c>kernel.ftrace_enabled</c> is 0, so that programs attached to kernel functions are never run.</summary>
    public bool IsFtraceOff => FtraceEnabled == "0";

    /// <summary>What this machine's disk and boot say of the kernel's audit values, read anew at each call.</summary>
    public PersistedSettings Persisted => PersistedSettings.Of(Rules, CommandLine);

    /// <summary>The machine's memory in bytes, as <c>MemTotal</c> of <c>/proc/meminfo</c> says; <see langword="null"/> where that cannot be read.</summary>
    public long? MemoryBytes =>
        ReadLine(_proc, "meminfo")?.Split('\n').FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal)) is { } total
        && long.TryParse(total.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? kibibytes * 1024
            : null;

    internal string? CommandLine => ReadLine(_proc, "cmdline");

    internal string? FtraceEnabled => ReadLine(_proc, "sys/kernel/ftrace_enabled");

    internal string? Lockdown => ReadLine(_sys, ProbeFindings.LockdownFile);

    internal ProcSelf Self => ProcSelf.Read(_proc);

    internal NetlinkSockets Sockets => new(_proc);

    internal RuleFiles Rules => RuleFiles.Read(_etc);

    /// <summary>Whether proc shows this process those of others; process 1 is always there.</summary>
    internal bool SeesAllProcesses => ProcessName(1) is not null;

    /// <summary>The name of a process, up to 15 letters; <see langword="null"/> where there is none or proc hides it.</summary>
    internal string? ProcessName(uint pid) => ReadLine(_proc, string.Create(CultureInfo.InvariantCulture, $"{pid}/comm"));

    internal static int? HzOf(long tickNanoseconds)
    {
        if (tickNanoseconds <= 0)
        {
            return null;
        }

        var hz = (NanosecondsPerSecond + (tickNanoseconds / 2)) / tickNanoseconds;
        return hz is > 0 and <= LargestHz && (NanosecondsPerSecond + (hz / 2)) / hz == tickNanoseconds ? (int)hz : null;
    }

    private static long? CoarseClockResolution() =>
        LibC.ClockGetResolution(LibC.ClockMonotonicCoarse, out var resolution) == 0
            ? (resolution.Seconds * NanosecondsPerSecond) + resolution.Nanoseconds
            : null;

    private static string? ReadLine(string root, string file)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(root, file)).Trim();
            return line.Length == 0 ? null : line;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
