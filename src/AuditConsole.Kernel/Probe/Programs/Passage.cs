using AuditConsole.Kernel.Probe.Assembly;
using static AuditConsole.Kernel.Probe.Assembly.Register;

namespace AuditConsole.Kernel.Probe.Programs;

/// <summary>Counts records that pass a point, and sums up when they did, in three words that any number of processors write without a lock.</summary>
/// <remarks>
/// A reader that finds <see cref="Begun"/>, read last, equal to <see cref="Done"/>, read first, has a sum of exactly that many records:
/// whoever had begun by the last read was done by the first, and the sum was read between them. The sum wraps; differences do not mind.
/// </remarks>
internal static class Passage
{
    /// <summary>Records whose time is about to be added.</summary>
    public const int Begun = 0;

    /// <summary>The sum of CLOCK_MONOTONIC in nanoseconds, modulo 2^64.</summary>
    public const int Sum = 1;

    /// <summary>Records whose time has been added.</summary>
    public const int Done = 2;

    private const int Word = sizeof(ulong);

    /// <summary>Counts one record: R6 the memory, R9 the time. R1 then holds how many were done before.</summary>
    /// <param name="program">What it is written to.</param>
    /// <param name="at">The first of the three words.</param>
    public static Assembler Count(Assembler program, int at) => program
        .Move(R1, 1).AtomicFetchAdd(R6, (at + Begun) * Word, R1)
        .Move(R1, R9).AtomicFetchAdd(R6, (at + Sum) * Word, R1)
        .Move(R1, 1).AtomicFetchAdd(R6, (at + Done) * Word, R1);
}
