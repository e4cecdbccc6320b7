using AuditConsole.Engine.Traces;

namespace AuditConsole.Advice.Losses;

/// <summary>Bursts as a trace that the engine can replay: what windows tell of arrivals and service, and no more.</summary>
/// <remarks>
/// A window tells how high the backlog went, and not how often it climbed. The trace climbs once, at once, which loses least of all
/// ways to reach the peak; the queue is empty before the next burst.
/// </remarks>
internal static class BurstTrace
{
    private const int MostSteps = 2_000_000;

    /// <summary>Makes it.</summary>
    /// <param name="bursts">The bursts.</param>
    /// <param name="drain">Records a second that leave the queue; <see langword="null"/> for all at once.</param>
    /// <param name="tasks">Tasks that log and may be put to sleep; 0 where nobody may.</param>
    public static WorkloadTrace Of(IReadOnlyList<Burst> bursts, double? drain, int tasks)
    {
        var perStep = drain is { } rate ? Math.Max(1, (int)Math.Round(rate / 1000)) : int.MaxValue;
        var arrivals = new List<int>();
        var service = new List<int>();
        foreach (var burst in bursts.OrderByDescending(burst => burst.Peak).TakeWhile(_ => arrivals.Count < MostSteps))
        {
            var records = (int)Math.Min(burst.Peak, WorkloadTrace.MostRecordsPerStep);
            arrivals.Add(records);
            service.Add(0);
            for (var left = records; left > 0; left -= Math.Min(left, perStep))
            {
                arrivals.Add(0);
                service.Add(perStep);
            }

            // One pass more, so that nobody sleeps on into the next burst.
            arrivals.Add(0);
            service.Add(perStep);
        }

        return new WorkloadTrace(tasks, [.. arrivals], [.. service]);
    }
}
