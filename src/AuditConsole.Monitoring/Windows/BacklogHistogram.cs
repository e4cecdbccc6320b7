using System.Buffers;
using System.Numerics;

namespace AuditConsole.Monitoring.Windows;

/// <summary>How often, or for how long, the backlog stood at each depth. Immutable; equal where it holds the same.</summary>
/// <remarks>
/// Depths below 128 are told apart exactly, higher ones to within 1/64: the layout of HdrHistogram (Gil Tene). Histograms add up
/// without error, so that of a day is the sum of those of its windows. Only depths that occurred are kept.
/// </remarks>
public sealed class BacklogHistogram : IEquatable<BacklogHistogram>
{
    private const int ExactBits = 7;
    private const int StepBits = ExactBits - 1;

    private readonly int[] _buckets;
    private readonly long[] _weights;

    private BacklogHistogram(int[] buckets, long[] weights) => (_buckets, _weights) = (buckets, weights);

    /// <summary>One that holds nothing.</summary>
    public static BacklogHistogram Empty { get; } = new([], []);

    /// <summary>The sum of all weights.</summary>
    public long Weight => _weights.Sum();

    /// <summary>The depths that occurred, lowest first: the highest depth of the bucket and its weight.</summary>
    public IEnumerable<(uint Depth, long Weight)> Buckets => _buckets.Zip(_weights, (bucket, weight) => (HighestOf(bucket), weight));

    /// <summary>Counts depths; several of one depth add up, and weights below 1 are left out.</summary>
    public static BacklogHistogram Of(IEnumerable<(uint Depth, long Weight)> depths)
    {
        var sums = new SortedDictionary<int, long>();
        foreach (var (depth, weight) in depths.Where(d => d.Weight > 0))
        {
            var bucket = BucketOf(depth);
            sums[bucket] = sums.GetValueOrDefault(bucket) + weight;
        }

        return new BacklogHistogram([.. sums.Keys], [.. sums.Values]);
    }

    /// <summary>The same shape with a total of about <paramref name="weight"/>; no depth that occurred disappears.</summary>
    public BacklogHistogram Scaled(long weight)
    {
        var total = Weight;
        return total == 0 ? this : new BacklogHistogram(_buckets, [.. _weights.Select(w => Math.Max(1, (long)Math.Round((double)w / total * weight)))]);
    }

    /// <summary>Both together.</summary>
    public BacklogHistogram Plus(BacklogHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var buckets = new List<int>(_buckets.Length + other._buckets.Length);
        var weights = new List<long>(buckets.Capacity);
        for (int i = 0, j = 0; i < _buckets.Length || j < other._buckets.Length;)
        {
            var left = i < _buckets.Length ? _buckets[i] : int.MaxValue;
            var right = j < other._buckets.Length ? other._buckets[j] : int.MaxValue;
            buckets.Add(Math.Min(left, right));
            weights.Add((left <= right ? _weights[i++] : 0) + (right <= left ? other._weights[j++] : 0));
        }

        return new BacklogHistogram([.. buckets], [.. weights]);
    }

    /// <summary>The depth that the given share of the weight does not exceed, in records, rounded up to its bucket's end.</summary>
    /// <param name="share">0 to 1; 0.99 for the 99th percentile.</param>
    /// <param name="most">The highest depth there was.</param>
    /// <returns><see langword="null"/> when nothing is held.</returns>
    public uint? Quantile(double share, uint most)
    {
        var wanted = share * Weight;
        var passed = 0L;
        for (var i = 0; i < _weights.Length; i++)
        {
            passed += _weights[i];
            if (passed >= wanted)
            {
                return Math.Min(HighestOf(_buckets[i]), most);
            }
        }

        return null;
    }

    /// <summary>The bytes that <see cref="Read"/> understands: for each bucket the distance to the one before and the weight, as LEB128.</summary>
    public byte[] Write()
    {
        var bytes = new ArrayBufferWriter<byte>((_buckets.Length * 4) + 1);
        var before = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            Leb128.Put(bytes, _buckets[i] - before);
            Leb128.Put(bytes, _weights[i]);
            before = _buckets[i];
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are something else.</exception>
    public static BacklogHistogram Read(ReadOnlySpan<byte> bytes)
    {
        var buckets = new List<int>();
        var weights = new List<long>();
        long bucket = 0;
        while (bytes.Length > 0)
        {
            bucket += Leb128.Take(ref bytes);
            if (bucket > BucketOf(uint.MaxValue) || (buckets.Count > 0 && bucket <= buckets[^1]))
            {
                throw new FormatException("A histogram's buckets are not in order.");
            }

            buckets.Add((int)bucket);
            weights.Add(Leb128.Take(ref bytes));
        }

        return new BacklogHistogram([.. buckets], [.. weights]);
    }

    /// <inheritdoc/>
    public bool Equals(BacklogHistogram? other) =>
        other is not null && _buckets.AsSpan().SequenceEqual(other._buckets) && _weights.AsSpan().SequenceEqual(other._weights);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BacklogHistogram);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_buckets.Length, Weight);

    private static int BucketOf(uint depth)
    {
        var octave = Math.Max(0, 32 - BitOperations.LeadingZeroCount(depth) - ExactBits);
        return (octave << StepBits) + (int)(depth >> octave);
    }

    private static uint HighestOf(int bucket)
    {
        var octave = Math.Max(0, (bucket >> StepBits) - 1);
        return (uint)(((bucket - ((long)octave << StepBits) + 1) << octave) - 1);
    }
}
