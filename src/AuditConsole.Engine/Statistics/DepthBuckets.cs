using System.Numerics;

namespace AuditConsole.Engine.Statistics;

/// <summary>Ranges of backlog: one for each number below 256, then 128 for each doubling, so that none is wider than 1/128 of what it holds.</summary>
/// <remarks>The layout of an HDR histogram with two significant digits: http://hdrhistogram.org.</remarks>
internal static class DepthBuckets
{
    public const int Count = Exact + ((HighestBit - ExactBits) * Half);

    private const int ExactBits = 8;
    private const int Exact = 1 << ExactBits;
    private const int Half = Exact / 2;
    private const int HighestBit = 24;

    /// <summary>The highest backlog that is told apart; anything above is in the last bucket.</summary>
    public const uint Highest = (1u << HighestBit) - 1;

    public static int Of(uint depth)
    {
        if (depth < Exact)
        {
            return (int)depth;
        }

        var held = Math.Min(depth, Highest);
        var shift = BitOperations.Log2(held) - (ExactBits - 1);
        return (shift * Half) + (int)(held >> shift);
    }

    /// <summary>The lowest backlog of a bucket.</summary>
    public static uint LowestOf(int bucket)
    {
        if (bucket < Exact)
        {
            return (uint)bucket;
        }

        var shift = (bucket / Half) - 1;
        return (uint)(bucket - (shift * Half)) << shift;
    }

    /// <summary>The highest backlog of a bucket; for the last one, without what lies above <see cref="Highest"/>.</summary>
    public static uint HighestOf(int bucket) => bucket == Count - 1 ? Highest : LowestOf(bucket + 1) - 1;
}
