using System.Numerics;

namespace AuditConsole.Kernel.Probe;

/// <summary>
/// The ranges of backlog a probe's histogram counts in: one for each number of records below 256, then 128 for each doubling up to
/// 2^24 − 1, so that none is wider than 1/128 of what it holds.
/// </summary>
/// <remarks>
/// With <c>shift</c> the number of halvings that bring a backlog below 256, its bucket is <c>shift × 128 + (backlog &gt;&gt; shift)</c>.
/// That is the layout of an HDR histogram with two significant digits (http://hdrhistogram.org). Pure and thread-safe.
/// </remarks>
public static class ProbeBuckets
{
    /// <summary>How many there are.</summary>
    public const int Count = Exact + ((HighestBit - ExactBits) * Half);

    /// <summary>The highest backlog that is told apart, in records; anything above is in the last bucket.</summary>
    public const uint Highest = (1u << HighestBit) - 1;

    internal const int ExactBits = 8;
    internal const int HighestBit = 24;

    private const int Exact = 1 << ExactBits;
    private const int Half = Exact / 2;

    /// <summary>The bucket of a backlog.</summary>
    public static int Of(uint backlog)
    {
        var held = Math.Min(backlog, Highest);
        var shift = Math.Max(BitOperations.Log2(held | 1) - (ExactBits - 1), 0);
        return (shift * Half) + (int)(held >> shift);
    }

    /// <summary>The lowest backlog of a bucket, in records.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket.</exception>
    public static uint LowestOf(int bucket)
    {
        Require(bucket);
        var shift = Math.Max((bucket / Half) - 1, 0);
        return (uint)(bucket - (shift * Half)) << shift;
    }

    /// <summary>The highest backlog of a bucket, in records; for the last one, without what lies above <see cref="Highest"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bucket.</exception>
    public static uint HighestOf(int bucket)
    {
        Require(bucket);
        return bucket == Count - 1 ? Highest : LowestOf(bucket + 1) - 1;
    }

    private static void Require(int bucket)
    {
        if (bucket is < 0 or >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(bucket), bucket, $"Accepted are 0 to {Count - 1}.");
        }
    }
}
