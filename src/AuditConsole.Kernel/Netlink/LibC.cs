using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Netlink;

/// <summary>The calls of the C library that a netlink socket and the tick length need.</summary>
/// <remarks>Source of the numbers: <c>include/uapi/linux/{netlink,audit}.h</c>, <c>asm-generic/{socket,errno}.h</c>.</remarks>
internal static partial class LibC
{
    public const int AfNetlink = 16;
    public const int SockRaw = 3;
    public const int SockCloseOnExec = 0x80000;
    public const int NetlinkAudit = 9;
    public const int SolSocket = 1;
    public const int SoReceiveBuffer = 8;
    public const int SoReceiveTimeout = 20;
    public const int MsgTrunc = 0x20;
    public const int MsgDontWait = 0x40;
    public const short PollIn = 0x001;
    public const int EventFdCloseOnExec = 0x80000;
    public const int ClockThreadCpuTime = 3;
    public const int ClockMonotonicCoarse = 6;

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial NetlinkHandle Socket(int domain, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial NetlinkHandle EventFd(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(NetlinkHandle socket, in NetlinkAddress address, int length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(NetlinkHandle socket, int level, int name, in int value, int length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(NetlinkHandle socket, int level, int name, in TimeValue value, int length);

    [LibraryImport(Library, EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(NetlinkHandle socket, ReadOnlySpan<byte> data, nint length, int flags, in NetlinkAddress to, int toLength);

    [LibraryImport(Library, EntryPoint = "recvfrom", SetLastError = true)]
    public static partial nint ReceiveFrom(NetlinkHandle socket, Span<byte> buffer, nint length, int flags, ref NetlinkAddress from, ref int fromLength);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Span<PollEntry> entries, nuint count, int timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "ppoll", SetLastError = true)]
    public static partial int PollFor(Span<PollEntry> entries, nuint count, in TimeSpec timeout, nint signalMask);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(NetlinkHandle handle, in ulong value, nint length);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(nint descriptor);

    [LibraryImport(Library, EntryPoint = "clock_getres", SetLastError = true)]
    public static partial int ClockGetResolution(int clock, out TimeSpec resolution);

    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    public static partial int ClockGetTime(int clock, out TimeSpec time);
}

/// <summary><c>struct sockaddr_nl</c>. Port 0 is the kernel.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NetlinkAddress
{
    public const int Size = 12;

    public ushort Family;
    public ushort Pad;
    public uint PortId;
    public uint Groups;
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Events;
    public short Returned;
}

/// <summary><c>struct timespec</c> on 64-bit machines.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    public long Seconds;
    public long Nanoseconds;

    public static TimeSpec Of(TimeSpan time) => new()
    {
        Seconds = time.Ticks / TimeSpan.TicksPerSecond,
        Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
    };

    public readonly TimeSpan ToTimeSpan() => new((Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / TimeSpan.NanosecondsPerTick));
}

/// <summary><c>struct timeval</c> on 64-bit machines.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeValue
{
    public const int Size = 16;

    public long Seconds;
    public long Microseconds;

    public static TimeValue Of(TimeSpan time) => new()
    {
        Seconds = time.Ticks / TimeSpan.TicksPerSecond,
        Microseconds = time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond,
    };
}
