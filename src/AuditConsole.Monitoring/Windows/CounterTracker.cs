namespace AuditConsole.Monitoring.Windows;

/// <summary>Turns a cumulative 32-bit counter that others may reset into what was added within a window.</summary>
/// <remarks>Not thread-safe; the host monitor alone uses it.</remarks>
internal sealed class CounterTracker
{
    /// <summary>The most a counter is believed to rise within one window; a fall from further below 2^32 is a reset, not a wrap.</summary>
    internal const uint Reach = 1 << 24;

    private uint? _last;
    private long? _added = 0;

    /// <summary>The counter as seen last.</summary>
    public uint? Last => _last;

    /// <summary>Goes on from a value that an earlier run of the console committed.</summary>
    public void Resume(uint last) => _last = last;

    /// <summary>Takes in a reading. A field the kernel does not have makes the window's sum unknown.</summary>
    public void Observe(uint? reading)
    {
        if (reading is not { } value)
        {
            _added = null;
            return;
        }

        if (_last is { } last)
        {
            _added += value >= last || last > uint.MaxValue - Reach ? unchecked(value - last) : null;
        }

        _last = value;
    }

    /// <summary>Takes in the value that our own read-and-clear returned.</summary>
    public void Cleared(uint value)
    {
        Observe(value);
        _last = 0;
    }

    /// <summary>Gives up the counter before this window, and so the sum of this window.</summary>
    public void Forget()
    {
        _last = null;
        _added = null;
    }

    /// <summary>The sum of the window, which ends here.</summary>
    public long? Take()
    {
        var added = _added;
        _added = 0;
        return added;
    }
}
