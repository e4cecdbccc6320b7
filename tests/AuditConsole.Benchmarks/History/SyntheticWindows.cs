using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Benchmarks.History;

/// <summary>Windows of a host that never was: quiet by night, busy by day, bursts with a heavy tail. The same at each run.</summary>
/// <param name="length">Length of each.</param>
/// <param name="withHistograms">Whether they say how long the backlog stood at each depth.</param>
internal sealed class SyntheticWindows(TimeSpan length, bool withHistograms)
{
    public const string Host = "db-7";
    private const uint Limit = 8192;

    public static DateTimeOffset Start { get; } = new(2025, 11, 22, 0, 0, 0, TimeSpan.Zero);

    public TimeSpan Length => length;

    public PollWindow At(int place, string host = Host)
    {
        var random = new SmallRandom((uint)place);
        var from = Start + (place * length);
        var busy = 1 + Math.Sin(from.TimeOfDay.TotalDays * 2 * Math.PI);
        var peak = (uint)Math.Min(20_000, busy / Math.Pow(random.Next(), 0.8));
        var lost = peak > Limit ? peak - Limit : 0;
        return new PollWindow
        {
            Host = host,
            From = from,
            To = from + length,
            Peak = peak,
            PeakAt = from + TimeSpan.FromMilliseconds(Math.Floor(length.TotalMilliseconds * random.Next())),
            Tier = Tier.Kernel,
            Backlog = (uint)(random.Next() * 2),
            BacklogLimit = Limit,
            Lost = lost,
            WaitTicks = lost,
            Wait = TimeSpan.FromMilliseconds(lost),
            Mean = Math.Round(busy * random.Next(), 3),
            P50 = withHistograms ? null : 1,
            P99 = withHistograms ? null : Math.Min(peak, 19),
            Blind = TimeSpan.FromMilliseconds(Math.Floor(random.Next() * 40)),
            Histogram = withHistograms
                ? BacklogHistogram.Of([(0, (long)(length.TotalMilliseconds * 0.97)), (1, 300), (Math.Min(peak, 7), 90), (Math.Min(peak, 40), 20), (peak, 2)])
                : null,
        };
    }

    // SplitMix64 (Steele, Lea, Flood 2014): any place can be asked for without those before it.
    private struct SmallRandom(uint seed)
    {
        private ulong _state = seed;

        public double Next()
        {
            _state += 0x9e3779b97f4a7c15;
            var mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53)) + double.Epsilon;
        }
    }
}
