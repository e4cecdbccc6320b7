namespace AuditConsole.Advice.Losses;

/// <summary>Kernel memory of full queues at a limit, in bytes. A limit reserves nothing: memory is used only while records wait.</summary>
/// <remarks>
/// Measured with queues of 4,000 records: an ordinary record takes 2 KiB of data and a head of 256 B, one of more than about 1,000
/// characters the next slab class. The pessimistic size is the longest message that libaudit knows, 8,970 B, which is seldom met.
/// The retry and hold queue are bounded by the same limit (<c>kauditd_retry_skb</c>, <c>kauditd_hold_skb</c> in <c>kernel/audit.c</c>).
/// </remarks>
/// <param name="Limit">In records.</param>
public readonly record struct QueueCost(uint Limit)
{
    /// <summary>Bytes of an ordinary record.</summary>
    public const int OrdinaryRecord = 2_304;

    /// <summary>Bytes of a long one.</summary>
    public const int LongRecord = 4_352;

    /// <summary>Bytes that no record exceeds.</summary>
    public const int LongestRecord = 8_970;

    /// <summary>The main queue full of ordinary records.</summary>
    public long OneOrdinary => (long)Limit * OrdinaryRecord;

    /// <summary>The main queue full of long ones.</summary>
    public long OneLong => (long)Limit * LongRecord;

    /// <summary>The main, retry and hold queue full of ordinary ones.</summary>
    public long ThreeOrdinary => 3 * OneOrdinary;

    /// <summary>All three full of long ones.</summary>
    public long ThreeLong => 3 * OneLong;

    /// <summary>All three full of the longest.</summary>
    public long Pessimistic => 3L * Limit * LongestRecord;

    /// <summary>The highest limit with which one queue of ordinary records stays within so many bytes.</summary>
    public static uint LimitWithin(long bytes) => (uint)Math.Clamp(bytes / OrdinaryRecord, 1, uint.MaxValue);
}
