using AuditConsole.Advice.Growth;
using AuditConsole.Components;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Overview;

/// <summary>How long until tasks are put to sleep and until records are lost, while the backlog grows.</summary>
internal static class GrowthText
{
    // Below this share of the limit a slope means little: a burst comes and goes.
    private const double LeastShare = 0.1;

    /// <summary>The sentence; <see langword="null"/> while it would mean nothing.</summary>
    public static string? Of(HostFeed feed, Snapshot? latest)
    {
        if (latest is not { HeldFor: null, Status: { BacklogLimit: > 0 } status } || status.Backlog < LeastShare * status.BacklogLimit)
        {
            return null;
        }

        var samples = feed.RecentSnapshots.Where(snapshot => snapshot.HeldFor is null && snapshot.At > latest.At - GrowthClock.Span).Select(snapshot => (snapshot.At, snapshot.Status.Backlog)).ToList();
        double? wait = status.BacklogWaitTime is { } ticks && feed.Description.Hz is > 0 and var hz ? (double)ticks / hz : null;
        return GrowthClock.Of(samples, status.BacklogLimit, wait) is { } clock ? Say(clock, status.Failure == 2) : null;
    }

    private static string Say(GrowthClock clock, bool panics)
    {
        var (slow, fast) = (Words.Count((long)clock.PerSecond.Slowest), Words.Count((long)clock.PerSecond.Fastest));
        var (soon, late) = Range(clock.UntilSleep);
        return clock.UntilLoss is { } loss && Range(loss) is var (soonest, latest)
            ? Words.Say(panics ? OverviewText.GrowthToPanic : OverviewText.GrowthToLoss, slow, fast, soon, late, soonest, latest)
            : Words.Say(OverviewText.GrowthToSleep, slow, fast, soon, late);
    }

    private static (string Soonest, string Latest) Range((double Soonest, double Latest) seconds) =>
        (Words.Time(TimeSpan.FromSeconds(seconds.Soonest)), Words.Time(TimeSpan.FromSeconds(Math.Min(seconds.Latest, 1e6))));
}
