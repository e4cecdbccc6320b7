using AuditConsole.Kernel.Netlink;

namespace AuditConsole.Kernel.Host;

/// <summary>The running kernel: its release, its boot and the length of its tick.</summary>
/// <remarks>Immutable and thread-safe; <see cref="Release"/> and <see cref="BootId"/> are read anew at each call.</remarks>
public sealed class KernelHost
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long LargestHz = 10_000;
    private readonly string _proc;

    /// <summary>Looks at the machine through a proc file system.</summary>
    /// <param name="proc">Where it is mounted.</param>
    public KernelHost(string proc = "/proc")
        : this(proc, CoarseClockResolution())
    {
    }

    internal KernelHost(string proc, long? tickNanoseconds)
    {
        _proc = proc;
        Hz = tickNanoseconds is { } tick ? HzOf(tick) : null;
    }

    /// <summary>Ticks (jiffies) per second, the unit of both wait fields; <see langword="null"/> where the kernel does not tell.</summary>
    /// <remarks>
    /// The resolution of CLOCK_MONOTONIC_COARSE is one tick: 4,000,000 ns is 250, 3,333,333 ns is 300.
    /// Source: <c>TICK_NSEC</c> in <c>include/linux/jiffies.h</c>, <c>KTIME_LOW_RES</c> in <c>kernel/time/posix-timers.c</c>.
    /// </remarks>
    public int? Hz { get; }

    /// <summary>The kernel's release, as <c>uname -r</c> prints it; <see langword="null"/> where it cannot be read.</summary>
    public string? Release => ReadLine("sys/kernel/osrelease");

    /// <summary>A name for this boot that no other boot has; <see langword="null"/> where it cannot be read.</summary>
    public string? BootId => ReadLine("sys/kernel/random/boot_id");

    internal string? CommandLine => ReadLine("cmdline");

    internal ProcSelf Self => ProcSelf.Read(_proc);

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

    private string? ReadLine(string file)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(_proc, file)).Trim();
            return line.Length == 0 ? null : line;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
