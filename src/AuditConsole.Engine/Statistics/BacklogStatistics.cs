namespace AuditConsole.Engine.Statistics;

/// <summary>Time-weighted mean and distribution of a backlog, and the records lost, since the last clear.</summary>
/// <remarks>
/// <para>
/// Any thread may call any member. A tick accounts the backlog that stands before its batch for the time since the last tick, so the
/// events between two ticks happen at the first one's time, and a record costs nothing here.
/// </para>
/// <para>
/// Nothing is lost and nothing counted twice between windows: each begins where the last one ended, and joining them all gives what a
/// single clear at the end would have returned.
/// </para>
/// </remarks>
/// <param name="start">When the first window begins: a timestamp.</param>
public sealed class BacklogStatistics(long start)
{
    private readonly Lock _gate = new();
    private BacklogDistribution _distribution = new();
    private long _from = start;
    private long _accounted = start;
    private long _lost;

    /// <summary>Counts a lost record.</summary>
    public void Lose() => Interlocked.Increment(ref _lost);

    /// <summary>Whether a tick at this time would account anything.</summary>
    public bool IsLater(long timestamp) => timestamp > Volatile.Read(ref _accounted);

    /// <summary>Accounts a backlog for the time since the last tick.</summary>
    /// <param name="timestamp">Now; at or before the last tick it changes nothing, so clocks read out of turn do no harm.</param>
    /// <param name="backlog">The backlog before what happens at <paramref name="timestamp"/>, in records.</param>
    public void Tick(long timestamp, uint backlog)
    {
        lock (_gate)
        {
            Account(timestamp, backlog);
        }
    }

    /// <summary>Ends the window and begins the next one at the same instant.</summary>
    /// <param name="timestamp">Now; where a tick was later than that, the window ends at that tick.</param>
    /// <param name="backlog">The backlog now, in records.</param>
    public BacklogWindow ReadAndClear(long timestamp, uint backlog)
    {
        var next = new BacklogDistribution();
        lock (_gate)
        {
            Account(timestamp, backlog);
            var window = new BacklogWindow(_from, _accounted, Interlocked.Exchange(ref _lost, 0), _distribution);
            _from = _accounted;
            _distribution = next;
            return window;
        }
    }

    private void Account(long timestamp, uint backlog)
    {
        if (timestamp > _accounted)
        {
            _distribution.Add(backlog, timestamp - _accounted);
            Volatile.Write(ref _accounted, timestamp);
        }
    }
}
