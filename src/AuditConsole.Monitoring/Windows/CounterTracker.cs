namespace AuditConsole.Monitoring.Windows;

/// <summary>Turns a cumulative 32-bit counter that others may reset into what was added within a window.</summary>
/// <remarks>Not thread-safe; the host monitor alone uses it.</remarks>
internal sealed class CounterTracker
{
    /// <summary>The most a counter is believed to rise within one window; a fall from further below 2^32 is a reset, not a wrap.</summary>
    internal const uint Reach = 1 << 24;

    private uint? _last;
    private CounterSum _sum;

    /// <summary>The counter as seen last.</summary>
    public uint? Last => _last;

    /// <summary>Goes on from a value that an earlier run of the console committed.</summary>
    public void Resume(uint last) => _last = last;

    /// <summary>Takes in a reading. A field the kernel does not have makes the window's sum unknown.</summary>
    public void Observe(uint? reading)
    {
        if (reading is not { } value)
        {
            _sum = _sum with { Unknown = true };
            return;
        }

        _sum = _last is { } last ? _sum.Then(last, value) : _sum;
        _last = value;
    }

    /// <summary>Takes in the value that our own read-and-clear returned.</summary>
    public void Cleared(uint value)
    {
        Observe(value);
        _last = 0;
    }

    /// <summary>Takes in the value at which somebody else cleared the counter.</summary>
    /// <param name="value">What it stood at.</param>
    /// <param name="sampled">Whether the last reading is surely from after that.</param>
    public void ClearedElsewhere(uint value, bool sampled)
    {
        // A counter only rises between clears, so one that stood lower than our last reading was cleared before it.
        if (sampled || _sum.Falls > 0 || value < _last)
        {
            _sum = _sum.ClearedElsewhere(value);
        }
        else
        {
            Cleared(value);
        }
    }

    /// <summary>Gives up the counter before this window, and so the sum of this window.</summary>
    public void Forget()
    {
        _last = null;
        _sum = _sum with { Unknown = true };
    }

    /// <summary>The sum of the window, which ends here.</summary>
    public CounterSum TakeSum()
    {
        var sum = _sum;
        _sum = default;
        return sum;
    }

    /// <summary>The same as a number, where it is known.</summary>
    public long? Take() => TakeSum().Value;
}
