namespace AuditConsole.Advice.Growth;

/// <summary>While the backlog grows: how long until tasks are put to sleep, and until records are lost. Each a range.</summary>
/// <param name="UntilSleep">Seconds until the backlog passes the limit, soonest and latest.</param>
/// <param name="UntilLoss">Seconds until a task has waited its whole <c>backlog_wait_time</c> and loses its record; <see langword="null"/> where the tick is not known.</param>
/// <param name="PerSecond">Records a second by which the backlog grows, slowest and fastest.</param>
public sealed record GrowthClock((double Soonest, double Latest) UntilSleep, (double Soonest, double Latest)? UntilLoss, (double Slowest, double Fastest) PerSecond)
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(3);

    private const int LeastSamples = 8;
    private const int MostSamples = 60;
    private const double Furthest = 600;
    // 95 % of a normal distribution.
    private const double Normal = 1.96;

    /// <summary>Reads the clocks.</summary>
    /// <remarks>
    /// The slope is that of Theil and Sen, the median of the slopes between all pairs, with Sen's interval of 95 % (Journal of the American
    /// Statistical Association 63 (1968) 1379–1389): one odd sample does not turn it.
    /// </remarks>
    /// <param name="samples">Recent samples of the backlog, oldest first; only those of the last <see cref="Span"/> count.</param>
    /// <param name="limit"><c>backlog_limit</c>, in records.</param>
    /// <param name="waitSeconds"><c>backlog_wait_time</c> in seconds.</param>
    /// <returns><see langword="null"/> while the backlog does not surely grow, without a limit, over it, or where it would take more than ten minutes.</returns>
    public static GrowthClock? Of(IReadOnlyList<(DateTimeOffset At, uint Backlog)> samples, uint limit, double? waitSeconds)
    {
        ArgumentNullException.ThrowIfNull(samples);
        List<(DateTimeOffset At, uint Backlog)> recent = samples.Count == 0 ? [] : [.. samples.Where(sample => sample.At > samples[^1].At - Span).TakeLast(MostSamples)];
        if (limit == 0 || recent.Count < LeastSamples || recent[^1].Backlog > limit)
        {
            return null;
        }

        var slopes = Slopes(recent);
        var n = recent.Count;
        var spread = Normal * Math.Sqrt(n * (n - 1.0) * ((2.0 * n) + 5) / 18);
        var (slowest, fastest) = (At(slopes, (slopes.Count - spread) / 2), At(slopes, (slopes.Count + spread) / 2));
        var left = limit + 1.0 - recent[^1].Backlog;
        if (slowest <= 0 || left / fastest > Furthest)
        {
            return null;
        }

        var sleep = (Soonest: left / fastest, Latest: left / slowest);
        return new GrowthClock(sleep, waitSeconds is { } wait ? (sleep.Soonest + wait, sleep.Latest + wait) : null, (slowest, fastest));
    }

    private static List<double> Slopes(List<(DateTimeOffset At, uint Backlog)> samples)
    {
        var slopes = new List<double>(samples.Count * (samples.Count - 1) / 2);
        for (var i = 0; i < samples.Count; i++)
        {
            for (var j = i + 1; j < samples.Count; j++)
            {
                var seconds = (samples[j].At - samples[i].At).TotalSeconds;
                if (seconds > 0)
                {
                    slopes.Add(((double)samples[j].Backlog - samples[i].Backlog) / seconds);
                }
            }
        }

        slopes.Sort();
        return slopes;
    }

    private static double At(List<double> ascending, double place) => ascending.Count == 0 ? 0 : ascending[Math.Clamp((int)Math.Round(place), 0, ascending.Count - 1)];
}
