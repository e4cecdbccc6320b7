using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Probe.Bpf;

/// <summary>The calls of the C library that a BPF program's life needs; bpf(2) and perf_event_open(2) have no wrapper there.</summary>
/// <remarks>Source of the numbers: <c>include/uapi/linux/{bpf,perf_event}.h</c>, <c>asm-generic/{mman-common,resource}.h</c>.</remarks>
internal static partial class LibC
{
    public const int ProtectionReadWrite = 0x3;
    public const int MapShared = 0x01;
    public const nuint PerfIoctlSetBpf = 0x40042408;

    public const int LockedMemoryResource = 8;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint Bpf(nint number, nint command, nint attributes, nint size);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint PerfEventOpen(nint number, nint attributes, nint pid, nint processor, nint group, nint flags);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, BpfHandle descriptor, nint offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(BpfHandle descriptor, nuint request, nint argument);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, out ResourceLimit limit);

    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, in ResourceLimit limit);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
