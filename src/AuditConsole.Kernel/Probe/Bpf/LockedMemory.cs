using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary><c>struct rlimit</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    /// <summary>No limit.</summary>
    public const ulong Infinity = ulong.MaxValue;

    public ulong Soft;
    public ulong Hard;
}

/// <summary>RLIMIT_MEMLOCK, which older kernels count maps and programs against and answer EPERM.</summary>
/// <remarks>Source: setrlimit(2); Linux 5.11 counts them to the memory cgroup instead (<c>kernel/bpf/syscall.c</c>).</remarks>
internal static class LockedMemory
{
    private static readonly Version s_notCounted = new(5, 11);

    /// <summary>Raises the limit for this process as far as it may, where that kernel counts maps against it.</summary>
    /// <param name="kernel">The kernel's release.</param>
    /// <param name="get">Reads the limit; whether that worked.</param>
    /// <param name="set">Sets it; whether that was permitted.</param>
    /// <returns>The bytes that maps and programs may take; <see langword="null"/> where nothing limits them.</returns>
    public static ulong? Raise(Version kernel, GetLimit get, Func<ResourceLimit, bool> set)
    {
        if (kernel >= s_notCounted || !get(out var limit) || limit.Soft == ResourceLimit.Infinity
            || set(new ResourceLimit { Soft = ResourceLimit.Infinity, Hard = ResourceLimit.Infinity }))
        {
            return null;
        }

        // Without CAP_SYS_RESOURCE, up to the hard limit.
        var soft = limit.Soft < limit.Hard && set(limit with { Soft = limit.Hard }) ? limit.Hard : limit.Soft;
        return soft == ResourceLimit.Infinity ? null : soft;
    }
}

/// <summary>Reads a limit.</summary>
internal delegate bool GetLimit(out ResourceLimit limit);
