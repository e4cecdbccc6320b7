using System.Runtime.InteropServices;

namespace AuditConsole.Benchmarks.Queues;

/// <summary>Which processor a thread runs on, where the system lets it choose (Linux).</summary>
internal static partial class Processor
{
    /// <summary>Keeps the calling thread on one processor. Without effect elsewhere, or where that processor is not for it.</summary>
    public static void Pin(int processor)
    {
        if (OperatingSystem.IsLinux())
        {
            var mask = 1UL << processor;
            _ = SetAffinity(0, sizeof(ulong), in mask);
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nint size, in ulong mask);
}
