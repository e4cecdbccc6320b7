namespace AuditConsole.Monitoring.Hosts;

/// <summary>How long the polls of a host took, counted by length.</summary>
/// <remarks>Any thread may call.</remarks>
public sealed class PollDurations
{
    private static readonly double[] s_bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[s_bounds.Length + 1];
    private TimeSpan _sum;

    /// <summary>Upper ends of all ranges but the last, inclusive, in seconds.</summary>
    public static ReadOnlySpan<double> Bounds => s_bounds;

    /// <summary>Copies how many polls fell into each range; there is one range more than <see cref="Bounds"/>.</summary>
    /// <returns>The sum of all polls.</returns>
    public TimeSpan CopyTo(Span<long> counts)
    {
        lock (_gate)
        {
            _counts.CopyTo(counts);
            return _sum;
        }
    }

    internal void Add(TimeSpan duration)
    {
        var range = Array.FindIndex(s_bounds, bound => duration.TotalSeconds <= bound);
        lock (_gate)
        {
            _counts[range < 0 ? s_bounds.Length : range]++;
            _sum += duration;
        }
    }
}
