using AuditConsole.Kernel.Probe.Bpf;
using AuditConsole.Kernel.Probe.Programs;

namespace AuditConsole.Kernel.Probe;

/// <summary>Records into the queue and out of it since the programs were attached, at one moment.</summary>
/// <param name="Entered">How many were on their way in.</param>
/// <param name="EnteredSum">The sum of when, in nanoseconds, modulo 2^64.</param>
/// <param name="Left">How many were out, or dropped.</param>
/// <param name="LeftSum">The sum of when.</param>
/// <param name="At">The moment in nanoseconds of the same clock, no earlier than any of those times.</param>
internal readonly record struct QueueCount(ulong Entered, ulong EnteredSum, ulong Left, ulong LeftSum, ulong At)
{
    private const int MostAttempts = 1000;

    /// <summary>Reads it while any processor may be writing.</summary>
    /// <param name="memory">What the programs write.</param>
    /// <param name="nanoseconds">CLOCK_MONOTONIC.</param>
    /// <returns><see langword="null"/> where records came and went without a pause in so many attempts that it is given up.</returns>
    public static QueueCount? Read(ProbeMemory memory, Func<ulong> nanoseconds)
    {
        var pause = default(SpinWait);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (entered, left) = (Word(memory, ProbeLayout.Entered + Passage.Done), Word(memory, ProbeLayout.Left + Passage.Done));
            var (enteredSum, leftSum) = (Word(memory, ProbeLayout.Entered + Passage.Sum), Word(memory, ProbeLayout.Left + Passage.Sum));
            if (Word(memory, ProbeLayout.Entered + Passage.Begun) == entered && Word(memory, ProbeLayout.Left + Passage.Begun) == left)
            {
                return new QueueCount(entered, enteredSum, left, leftSum, nanoseconds());
            }

            pause.SpinOnce(sleep1Threshold: -1);
        }

        return null;
    }

    /// <summary>The integral of the queue's length from an earlier moment to this one, in records times nanoseconds.</summary>
    /// <param name="earlier">The earlier moment.</param>
    /// <param name="offset">The length at any moment, less records in, plus records out.</param>
    /// <remarks>
    /// Each record in adds the time from then to the end, each record out takes the time from then to the end away, and what stood there
    /// at the beginning adds the whole time. All is computed modulo 2^64, so the integral has to be below 2^63.
    /// </remarks>
    public long IntegralSince(QueueCount earlier, long offset) => unchecked((long)(
        ((ulong)earlier.Length(offset) * (At - earlier.At))
        + ((Entered - earlier.Entered) * At) - (EnteredSum - earlier.EnteredSum)
        - ((Left - earlier.Left) * At) + (LeftSum - earlier.LeftSum)));

    /// <summary>The queue's length at this moment, in records.</summary>
    /// <param name="offset">The length at any moment, less records in, plus records out.</param>
    public long Length(long offset) => unchecked(offset + (long)(Entered - Left));

    private static ulong Word(ProbeMemory memory, int index) => Volatile.Read(ref memory.Word(index));
}
