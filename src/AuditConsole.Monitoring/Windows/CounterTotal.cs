namespace AuditConsole.Monitoring.Windows;

/// <summary>What a cumulative 32-bit counter has counted in all, across clears and wraps. It never falls.</summary>
/// <remarks>
/// The first reading counts from 0, where the counter stood at boot. After a fall nobody has explained, what was counted between the
/// last reading and the clear is not known and not counted; a record of the clear adds it. Any thread may call.
/// </remarks>
public sealed class CounterTotal
{
    // Records of the kernel arrive long before that; a later one tells of another clear.
    private static readonly TimeSpan s_explained = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private uint _last;
    private long _total;
    private (uint From, DateTimeOffset At)? _fall;

    /// <summary>The total, in the counter's own unit.</summary>
    public long Value => Volatile.Read(ref _total);

    /// <summary>The last reading and the total that belongs to it.</summary>
    public CounterReading Reading
    {
        get
        {
            lock (_gate)
            {
                return new CounterReading(_last, _total);
            }
        }
    }

    /// <summary>Goes on from an earlier total. Must come before the first reading.</summary>
    internal void Resume(CounterReading reading)
    {
        lock (_gate)
        {
            (_last, _total) = (reading.Last, reading.Total);
        }
    }

    /// <summary>Takes in a reading.</summary>
    internal void Observe(uint value, DateTimeOffset at)
    {
        lock (_gate)
        {
            _fall = Fell(value) ? (_last, at) : _fall;
            AddUpTo(value);
            _last = value;
        }
    }

    /// <summary>Takes in the value that our own read-and-clear returned.</summary>
    internal void Cleared(uint value)
    {
        lock (_gate)
        {
            AddUpTo(value);
            _last = 0;
        }
    }

    /// <summary>Takes in the value at which a record says that somebody else cleared the counter.</summary>
    /// <param name="value">What it stood at.</param>
    /// <param name="at">When.</param>
    /// <param name="sampled">Whether the last reading is surely from after that.</param>
    internal void ClearedElsewhere(uint value, DateTimeOffset at, bool sampled)
    {
        lock (_gate)
        {
            if (_fall is { } fall && (at - fall.At).Duration() < s_explained)
            {
                Add(Math.Max(0, (long)value - fall.From));
                _fall = null;
            }
            else if (sampled || value < _last)
            {
                // It was cleared and rose past the reading before, so that no fall showed.
                Add(value);
            }
            else
            {
                AddUpTo(value);
                _last = 0;
            }
        }
    }

    private bool Fell(uint value) => value < _last && _last <= uint.MaxValue - CounterTracker.Reach;

    private void AddUpTo(uint value) => Add(Fell(value) ? value : unchecked(value - _last));

    private void Add(long more) => Volatile.Write(ref _total, _total + more);
}

/// <summary>A reading of a counter and what it has counted in all.</summary>
/// <param name="Last">The counter itself, from 0 to 2^32 − 1.</param>
/// <param name="Total">The total.</param>
public readonly record struct CounterReading(uint Last, long Total);
