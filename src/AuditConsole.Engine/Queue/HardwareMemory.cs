using System.Runtime.CompilerServices;

namespace AuditConsole.Engine.Queue;

/// <summary>The processor's own atomic accesses.</summary>
internal readonly struct HardwareMemory : IMemory
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Read(ref long location) => Volatile.Read(ref location);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref long location, long value) => Volatile.Write(ref location, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long CompareExchange(ref long location, long value, long expected) => Interlocked.CompareExchange(ref location, value, expected);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Exchange(ref long location, long value) => Interlocked.Exchange(ref location, value);
}
