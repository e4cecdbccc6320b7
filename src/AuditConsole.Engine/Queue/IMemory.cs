namespace AuditConsole.Engine.Queue;

/// <summary>The accesses to memory that several threads share. What runs on it is compiled once for each implementation, so none is called through the interface.</summary>
/// <remarks>A test's implementation decides which thread makes its next access; the product's is <see cref="HardwareMemory"/>.</remarks>
internal interface IMemory
{
    /// <summary>Reads; no later access of this thread is made before it.</summary>
    static abstract long Read(ref long location);

    /// <summary>Writes; no earlier access of this thread is made after it.</summary>
    static abstract void Write(ref long location, long value);

    /// <summary>Writes where <paramref name="expected"/> stands, in one step.</summary>
    /// <returns>What stood there.</returns>
    static abstract long CompareExchange(ref long location, long value, long expected);

    /// <summary>Writes in one step.</summary>
    /// <returns>What stood there.</returns>
    static abstract long Exchange(ref long location, long value);
}
