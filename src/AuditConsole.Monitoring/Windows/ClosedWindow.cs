using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Windows;

/// <summary>A window that has ended while records of its time may still be under way.</summary>
/// <remarks>Not thread-safe; the host monitor alone uses it.</remarks>
internal sealed class ClosedWindow(OpenWindow window, CounterSum lost, CounterSum wait, DateTimeOffset sampledAt, DateTimeOffset to)
{
    /// <summary>How far the stamp of a record may be from our own clock: records are stamped with the time of the last tick, 10 ms at HZ 100, in whole milliseconds.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    public OpenWindow Window => window;

    public CounterSum Lost { get; private set; } = lost;

    public CounterSum Wait { get; private set; } = wait;

    /// <summary>From which window a clear took a peak away: this one, the one after it, or perhaps either.</summary>
    /// <param name="at">The stamp of the clear's record.</param>
    /// <param name="order">What is known of its order.</param>
    public (bool InClosed, bool InOpen) PlaceOf(DateTimeOffset at, RecordOrder order) => order switch
    {
        // Our own record may have been dropped; what is younger than the window is then not taken for older.
        RecordOrder.BeforeItsEnd => (true, at > to + Slack),
        RecordOrder.ByStamp => (at <= to + Slack, at >= sampledAt - Slack),
        _ => (false, true),
    };

    /// <summary>Takes in the value of a counter that was cleared within this window.</summary>
    /// <returns>Whether it was: this window saw the fall, or the record is older than its last sample.</returns>
    public bool TryRepair(AuditCounter counter, uint value, DateTimeOffset at)
    {
        var sum = counter == AuditCounter.Lost ? Lost : Wait;
        if (sum.Falls == 0 && at + Slack >= sampledAt)
        {
            return false;
        }

        sum = sum.ClearedElsewhere(value);
        (Lost, Wait) = counter == AuditCounter.Lost ? (sum, Wait) : (Lost, sum);
        return true;
    }

    /// <summary>The window as it was closed, with what has become known since.</summary>
    public PollWindow Amend(PollWindow closed, int? hz) => closed with
    {
        Peak = Math.Max(closed.Peak, window.Peak),
        PeakAt = window.Peak > closed.Peak ? window.PeakAt : closed.PeakAt,
        Recovered = window.Recovered,
        Bound = window.BoundAt(closed.Tier),
        Lost = Lost.Value,
        WaitTicks = Wait.Value,
        Wait = Wait.Value is { } ticks && hz is { } rate ? TimeSpan.FromSeconds((double)ticks / rate) : null,
    };
}
