using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>Memory as it should be, one access at a time, in the order a schedule says.</summary>
internal readonly struct ScheduledMemory : IMemory
{
    public static long Read(ref long location)
    {
        Interleavings.Step();
        return location;
    }

    public static void Write(ref long location, long value)
    {
        Interleavings.Step();
        location = value;
    }

    public static long CompareExchange(ref long location, long value, long expected)
    {
        Interleavings.Step();
        var stood = location;
        location = stood == expected ? value : stood;
        return stood;
    }

    public static long Exchange(ref long location, long value)
    {
        Interleavings.Step();
        var stood = location;
        location = value;
        return stood;
    }
}

/// <summary>What a raise would be with a plain store: it writes whatever stands there by then.</summary>
internal readonly struct PlainStore<TMemory> : IMemory
    where TMemory : struct, IMemory
{
    public static long Read(ref long location) => TMemory.Read(ref location);

    public static void Write(ref long location, long value) => TMemory.Write(ref location, value);

    public static long CompareExchange(ref long location, long value, long expected)
    {
        TMemory.Write(ref location, value);
        return expected;
    }

    public static long Exchange(ref long location, long value) => TMemory.Exchange(ref location, value);
}

/// <summary>What a raise would be that does not try again when somebody else was quicker.</summary>
internal readonly struct NoRetry<TMemory> : IMemory
    where TMemory : struct, IMemory
{
    public static long Read(ref long location) => TMemory.Read(ref location);

    public static void Write(ref long location, long value) => TMemory.Write(ref location, value);

    public static long CompareExchange(ref long location, long value, long expected)
    {
        TMemory.CompareExchange(ref location, value, expected);
        return expected;
    }

    public static long Exchange(ref long location, long value) => TMemory.Exchange(ref location, value);
}

/// <summary>What a clear would be that reads and then writes 0.</summary>
internal readonly struct ClearInTwoSteps<TMemory> : IMemory
    where TMemory : struct, IMemory
{
    public static long Read(ref long location) => TMemory.Read(ref location);

    public static void Write(ref long location, long value) => TMemory.Write(ref location, value);

    public static long CompareExchange(ref long location, long value, long expected) => TMemory.CompareExchange(ref location, value, expected);

    public static long Exchange(ref long location, long value)
    {
        var stood = TMemory.Read(ref location);
        TMemory.Write(ref location, value);
        return stood;
    }
}
