using System.Numerics;
using AuditConsole.Engine.Traces;

namespace AuditConsole.Engine.Replay;

/// <summary>Replays a trace at up to 64 limits in one pass over it, with the outcome that <see cref="AuditEngine"/> itself would have.</summary>
/// <remarks>
/// <para>
/// Until a limit is first exceeded, the backlog under it is the backlog without a limit, and so it is again once both have drained
/// alike and nobody sleeps. Such limits cost nothing: the backlog without a limit is counted once for all of them. Only limits that
/// are exceeded just now are simulated, by whole steps instead of record by record.
/// </para>
/// <para>
/// The test is <c>&gt;</c> and comes before the append, so a limit of one less than the highest backlog without a limit is never felt.
/// </para>
/// <para>Source of the rules: <c>audit_log_start</c> and <c>kauditd_thread</c> in <c>kernel/audit.c</c>, as the engine has them.</para>
/// </remarks>
public static class LimitReplay
{
    /// <summary>Most limits of one replay.</summary>
    public const int MostLimits = 64;

    /// <summary>Longest <c>backlog_wait_time</c>, in ms.</summary>
    public const int LongestWait = 600_000;

    // Between two looks at the token.
    private const int StepsPerLook = 1 << 16;

    /// <summary>The highest backlog without a limit: what a limit has to hold.</summary>
    public static int UnlimitedPeak(WorkloadTrace trace) => Run(trace, [0], waitMilliseconds: 0, CancellationToken.None)[0].Peak;

    /// <summary>The smallest limit under which nothing of a trace with this unlimited peak is lost and nobody waits.</summary>
    public static uint LimitWithoutLoss(int unlimitedPeak) => (uint)Math.Max(1, unlimitedPeak - 1);

    /// <summary>Replays a trace at each limit.</summary>
    /// <param name="trace">What arrives and what kauditd serves.</param>
    /// <param name="limits">1 to 64 limits in records, in any order; 0 = no limit.</param>
    /// <param name="waitMilliseconds"><c>backlog_wait_time</c>: how long a task may be put to sleep for one record, 0 to 600,000.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    /// <returns>The outcomes in the order of the limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too many limits or none, or the wait is out of range.</exception>
    public static LimitOutcome[] Run(WorkloadTrace trace, IReadOnlyList<uint> limits, int waitMilliseconds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfZero(limits.Count, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.Count, MostLimits, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegative(waitMilliseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(waitMilliseconds, LongestWait);

        var tasks = waitMilliseconds == 0 ? 0 : trace.Tasks;
        // From the lowest limit up, so that the next one to be exceeded is the lowest that has not been.
        var lanes = limits.Select(limit => new ReplayLane(limit, tasks, waitMilliseconds)).OrderBy(lane => lane.Full).ToArray();
        var peak = Replay(trace, lanes, cancellationToken);
        var outcomes = lanes.ToLookup(lane => lane.Limit, lane => lane.Outcome(peak, trace.Records));
        return [.. limits.Select(limit => outcomes[limit].First())];
    }

    private static int Replay(WorkloadTrace trace, ReplayLane[] lanes, CancellationToken cancellationToken)
    {
        var arrivals = trace.Arrivals;
        var service = trace.Service;
        var like = lanes.Length == MostLimits ? ulong.MaxValue : (1UL << lanes.Length) - 1;
        var all = like;
        var (unlimited, peak) = (0, 0);
        var arrived = 0L;
        var nextFull = lanes[0].Full;
        for (var step = 0; step < arrivals.Length; step++)
        {
            if (step % StepsPerLook == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var (arriving, most) = (arrivals[step], service[step]);
            var before = unlimited;
            unlimited += arriving;
            peak = Math.Max(peak, unlimited);
            while (unlimited > nextFull)
            {
                var index = BitOperations.TrailingZeroCount(like);
                like &= ~(1UL << index);
                lanes[index].Part(before);
                nextFull = NextFull(like, lanes);
            }

            unlimited -= Math.Min(unlimited, most);
            for (var apart = all & ~like; apart != 0; apart &= apart - 1)
            {
                var index = BitOperations.TrailingZeroCount(apart);
                var lane = lanes[index];
                lane.Step(step, arrived, arriving, most);
                if (lane.Backlog == unlimited && lane.Sleeping == 0)
                {
                    like |= 1UL << index;
                    nextFull = NextFull(like, lanes);
                }
            }

            arrived += arriving;
        }

        return peak;
    }

    private static int NextFull(ulong like, ReplayLane[] lanes) =>
        like == 0 ? int.MaxValue : lanes[BitOperations.TrailingZeroCount(like)].Full;
}
