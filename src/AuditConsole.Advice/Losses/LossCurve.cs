using AuditConsole.Advice.Levels;
using AuditConsole.Advice.Peaks;
using AuditConsole.Engine.Replay;

namespace AuditConsole.Advice.Losses;

/// <summary>Loss, wait and memory at each of up to 64 limits. Immutable.</summary>
/// <param name="Points">One for each limit, lowest first.</param>
/// <param name="WithoutLoss">The smallest limit under which no burst of the record loses anything; <see langword="null"/> where a peak is known as a lower bound only.</param>
/// <param name="Drain">Records a second that the queue drains at least, from how long bursts lasted; <see langword="null"/> where nothing tells.</param>
/// <param name="Bursts">How many windows it was replayed from.</param>
public sealed record LossCurve(IReadOnlyList<LossPoint> Points, uint? WithoutLoss, double? Drain, int Bursts)
{
    // Nobody waits longer than the kernel's default allows.
    private const int LongestWait = 60_000;
    private const int BurstsForDrain = 20;
    private const int LeastForMultiplicity = 20;

    /// <summary>The point of a limit, or of the next higher one on the curve.</summary>
    public LossPoint At(uint limit) => Points.FirstOrDefault(point => point.Limit >= limit) ?? Points[^1];

    /// <summary>Replays bursts at limits.</summary>
    /// <param name="bursts">The windows with the highest peaks.</param>
    /// <param name="hours">The record, for the distribution's blocks.</param>
    /// <param name="model">The distribution; <see langword="null"/> where none is told.</param>
    /// <param name="marked">Limits that have to be on the curve.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    public static LossCurve Of(IReadOnlyList<Burst> bursts, IReadOnlyList<HourPeak> hours, TailModel? model, IEnumerable<uint> marked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bursts);
        ArgumentNullException.ThrowIfNull(hours);
        var highest = bursts.Select(burst => burst.Peak).DefaultIfEmpty().Max();
        var limits = LimitGrid.Of(highest, marked, LimitReplay.MostLimits);
        var drain = DrainOf(bursts);
        var lost = LimitReplay.Run(BurstTrace.Of(bursts, drain: null, tasks: 0), limits, waitMilliseconds: 0, cancellationToken);
        var waited = drain is null ? null : LimitReplay.Run(BurstTrace.Of(bursts, drain, tasks: 1), limits, LongestWait, cancellationToken);
        var forecast = model is null ? null : new LossForecast(model, bursts, Multiplicity(bursts));
        var points = limits.Select((limit, i) => new LossPoint(
            limit,
            lost[i].Lost,
            AtMost(bursts, limit),
            waited?[i].WaitMilliseconds / 1000.0,
            new QueueCost(limit).OneOrdinary)
        { Expected = forecast?.At(limit) });
        return new LossCurve([.. points], bursts.Any(burst => burst.IsAtLeast) ? null : LimitReplay.LimitWithoutLoss((int)Math.Min(highest, int.MaxValue)), drain, bursts.Count);
    }

    private static long? AtMost(IReadOnlyList<Burst> bursts, uint limit)
    {
        var sum = 0L;
        foreach (var burst in bursts.Where(burst => burst.Peak > limit || burst.IsAtLeast))
        {
            if (burst.Records is not { } records)
            {
                return null;
            }

            sum += records;
        }

        return sum;
    }

    // The middle of what the highest bursts tell: each tells a lower bound, so the fastest would rest on one burst alone.
    private static double? DrainOf(IReadOnlyList<Burst> bursts)
    {
        List<double> drains = [.. bursts.OrderByDescending(burst => burst.Peak).Select(burst => burst.SlowestDrain).OfType<double>().Take(BurstsForDrain).Order()];
        return drains.Count == 0 ? null : drains[drains.Count / 2];
    }

    // What all windows of an hour would have lost over what the highest would have, at a limit that some of them exceed.
    private static double Multiplicity(IReadOnlyList<Burst> bursts)
    {
        var hours = bursts.GroupBy(burst => burst.At.UtcTicks / TimeSpan.TicksPerHour).Select(hour => hour.Select(burst => (double)burst.Peak).ToList()).ToList();
        if (hours.Count < LeastForMultiplicity)
        {
            return 1;
        }

        var limit = hours.Select(hour => hour.Max()).OrderDescending().ElementAt(LeastForMultiplicity - 1);
        var highest = hours.Sum(hour => Math.Max(0, hour.Max() - limit));
        return highest > 0 ? Math.Max(1, hours.Sum(hour => hour.Sum(peak => Math.Max(0, peak - limit))) / highest) : 1;
    }
}
