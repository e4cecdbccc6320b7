namespace AuditConsole.Kernel.Probe.Programs;

/// <summary>Where things are in the memory that the programs write and this process maps, in words of 8 bytes.</summary>
/// <remarks>
/// This process reads everything and exchanges <see cref="Peak"/> and <see cref="Offset"/> alone. All others only ever rise, so that a
/// window is the difference of two reads and none can be lost by clearing. kauditd writes the first eight and the histogram, on one
/// processor at a time; what several processors write is added atomically and is on cache lines of its own.
/// </remarks>
internal static class ProbeLayout
{
    /// <summary>The highest backlog since the last exchange in the upper 24 bits, and when it stood in the lower 40; 0 for no record.</summary>
    public const int Peak = 0;

    /// <summary>Records kauditd has taken off the main queue.</summary>
    public const int Records = 1;

    /// <summary>Address of the queue kauditd works on.</summary>
    public const int Queue = 2;

    /// <summary>Records taken while that address was not known.</summary>
    public const int Unlearned = 3;

    /// <summary>Records taken while the queue's length could not be read.</summary>
    public const int Unreadable = 4;

    /// <summary>
    /// In full mode, the highest since the last exchange of what the queue's length exceeds records in minus records out by, plus
    /// <see cref="OffsetBias"/>; 0 for no record.
    /// </summary>
    public const int Offset = 5;

    /// <summary>The first of the counts of lost records, one for each <see cref="LossReason"/>.</summary>
    public const int Losses = 8;

    /// <summary>In full mode, the <see cref="Passage"/> of records on their way into the queue.</summary>
    public const int Entered = 16;

    /// <summary>In full mode, the <see cref="Passage"/> of records out of the queue, or dropped before it.</summary>
    public const int Left = 24;

    /// <summary>The first bucket of the histogram: records by the backlog each left.</summary>
    public const int Histogram = 32;

    public const int Words = Histogram + ProbeBuckets.Count;

    public const int Bytes = Words * sizeof(ulong);

    /// <summary>Bits of <see cref="Peak"/> that hold the time.</summary>
    public const int StampBits = 64 - ProbeBuckets.HighestBit;

    /// <summary>CLOCK_MONOTONIC in nanoseconds, shifted by so much, is a stamp: a unit of 1.024 µs, which wraps after 13 days.</summary>
    public const int StampShift = 10;

    /// <summary>Keeps <see cref="Offset"/> above 0, so that it compares as an unsigned number.</summary>
    public const ulong OffsetBias = 1UL << 62;
}
