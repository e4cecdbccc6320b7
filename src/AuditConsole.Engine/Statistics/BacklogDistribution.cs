namespace AuditConsole.Engine.Statistics;

/// <summary>For how long the backlog stood at each depth: mean, quantiles, and the time above a depth.</summary>
/// <remarks>
/// <para>
/// Depths are in records, times in whatever unit they were added in. Depths below 256 are told apart exactly, those up to 2^24 − 1
/// to within 1/128, higher ones not at all; <see cref="Mean"/> and <see cref="Max"/> are exact at any depth.
/// </para>
/// <para>Adding one distribution to another gives the same as adding all their times to one. For one thread at a time.</para>
/// </remarks>
public sealed class BacklogDistribution
{
    private readonly long[] _times = new long[DepthBuckets.Count];

    /// <summary>The time accounted, over all depths.</summary>
    public long Time { get; private set; }

    /// <summary>The sum over all depths of depth × time: in record × time.</summary>
    public UInt128 Integral { get; private set; }

    /// <summary>The highest depth that stood for any time, in records; 0 when no time was accounted.</summary>
    public uint Max { get; private set; }

    /// <summary>The time-weighted mean, in records; <see langword="null"/> when no time was accounted.</summary>
    public double? Mean => Time == 0 ? null : (double)Integral / Time;

    /// <summary>The depths that stood for any time, lowest first: from and to (both inclusive) and the time. The highest of them ends at <see cref="Max"/>.</summary>
    public IEnumerable<(uint From, uint To, long Time)> Buckets => Enumerable.Range(0, _times.Length)
        .Where(bucket => _times[bucket] != 0)
        .Select(bucket => (DepthBuckets.LowestOf(bucket), ToOf(bucket), _times[bucket]));

    /// <summary>Accounts a depth.</summary>
    /// <param name="depth">The backlog, in records.</param>
    /// <param name="time">For how long it stood; 0 changes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Add(uint depth, long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        if (time == 0)
        {
            return;
        }

        _times[DepthBuckets.Of(depth)] += time;
        Time += time;
        Integral += (UInt128)depth * (ulong)time;
        Max = Math.Max(Max, depth);
    }

    /// <summary>Accounts all that another distribution holds; that one stays as it is.</summary>
    public void Add(BacklogDistribution other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var bucket = 0; bucket < _times.Length; bucket++)
        {
            _times[bucket] += other._times[bucket];
        }

        Time += other.Time;
        Integral += other.Integral;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The depth that the backlog stayed at or below for the given share of the time, rounded up to its bucket's end.</summary>
    /// <param name="share">0 to 1; 0.99 for the 99th percentile. 1 gives <see cref="Max"/>.</param>
    /// <returns>The depth, in records; <see langword="null"/> when no time was accounted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside 0 to 1.</exception>
    public uint? Quantile(double share)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "Accepted are 0 to 1.");
        }

        var wanted = share * Time;
        var passed = 0L;
        for (var bucket = 0; bucket < _times.Length; bucket++)
        {
            passed += _times[bucket];
            if (passed > 0 && passed >= wanted)
            {
                return ToOf(bucket);
            }
        }

        return null;
    }

    /// <summary>For how long the backlog stood above a depth. Exact below 256; above, what shares the depth's bucket is left out.</summary>
    public long TimeAbove(uint depth)
    {
        var above = 0L;
        for (var bucket = DepthBuckets.Of(depth) + 1; bucket < _times.Length; bucket++)
        {
            above += _times[bucket];
        }

        return above;
    }

    private uint ToOf(int bucket) => bucket == DepthBuckets.Of(Max) ? Max : DepthBuckets.HighestOf(bucket);
}
