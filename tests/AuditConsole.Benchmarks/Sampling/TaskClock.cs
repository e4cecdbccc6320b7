using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AuditConsole.Benchmarks.Sampling;

/// <summary>The processor time of a thread, and of those it starts from here on if wanted, as the kernel's own counter of events keeps it.</summary>
/// <remarks>Source: <c>perf_event_open(2)</c>, PERF_COUNT_SW_TASK_CLOCK.</remarks>
internal sealed partial class TaskClock : IDisposable
{
    private const int AttributesSize = 64;
    private const uint Software = 1;
    private const ulong TaskClockEvent = 1;
    private const ulong Inherit = 2;

    private readonly SafeFileHandle _counter;

    private TaskClock(SafeFileHandle counter) => _counter = counter;

    /// <summary>Counts from now on; <see langword="null"/> where that is not permitted.</summary>
    public static TaskClock? TryStart(int thread, bool withChildren)
    {
        Span<byte> attributes = stackalloc byte[AttributesSize];
        attributes.Clear();
        BitConverter.TryWriteBytes(attributes, Software);
        BitConverter.TryWriteBytes(attributes[4..], AttributesSize);
        BitConverter.TryWriteBytes(attributes[8..], TaskClockEvent);
        BitConverter.TryWriteBytes(attributes[40..], withChildren ? Inherit : 0UL);
        var number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 298 : 241;
        var counter = PerfEventOpen(number, attributes, thread, processor: -1, group: -1, flags: 0);
        return counter < 0 ? null : new TaskClock(new SafeFileHandle(counter, ownsHandle: true));
    }

    public TimeSpan Read()
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        _ = Read(_counter, value, value.Length);
        return TimeSpan.FromMicroseconds(BitConverter.ToInt64(value) / 1000.0);
    }

    public void Dispose() => _counter.Dispose();

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint PerfEventOpen(nint number, ReadOnlySpan<byte> attributes, nint thread, nint processor, nint group, nint flags);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(SafeFileHandle file, Span<byte> buffer, nint size);
}
