namespace AuditConsole.Engine.Lab;

/// <summary>A clock that stands still until it is moved, and runs the timers that fall due on the way: in order of time, then of their start.</summary>
/// <remarks>For one thread, which is what makes a run repeatable. Timers run inside <see cref="Advance"/>, one with no delay at the next call.</remarks>
public sealed class SimulatedTime : TimeProvider
{
    private static readonly DateTimeOffset s_epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(SimulatedTimer Timer, long Start), (long Due, long Start)> _timers = new();
    private long _now;
    private long _starts;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => s_epoch + TimeSpan.FromTicks(_now);

    /// <summary>Moves the clock on, stopping at each timer that falls due.</summary>
    /// <param name="by">Not negative.</param>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = _now + by.Ticks;
        while (_timers.TryPeek(out var next, out var place) && place.Due <= end)
        {
            _timers.Dequeue();
            if (next.Timer.Start == next.Start)
            {
                _now = Math.Max(_now, place.Due);
                next.Timer.Fire();
            }
        }

        _now = end;
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private long Schedule(SimulatedTimer timer, TimeSpan dueTime)
    {
        _timers.Enqueue((timer, ++_starts), (_now + dueTime.Ticks, _starts));
        return _starts;
    }

    /// <summary>What stands in the queue under an older start than the timer's own was stopped or changed, and does not run.</summary>
    private sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private const long Stopped = -1;
        private TimeSpan _period;

        public long Start { get; private set; } = Stopped;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Start = dueTime == Timeout.InfiniteTimeSpan ? Stopped : time.Schedule(this, dueTime);
            return true;
        }

        public void Fire()
        {
            Start = _period > TimeSpan.Zero ? time.Schedule(this, _period) : Stopped;
            callback(state);
        }

        public void Dispose() => Start = Stopped;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
