namespace AuditConsole.Monitoring.Alerts;

/// <summary>How far a counter of the host rose lately, known at each sample and not only when a window closes.</summary>
/// <remarks>
/// A closed window tells what rose within it, also while nobody watched; after the last one the samples tell. Losses are few, so
/// only what rose is kept. A fall is a reset: what the counter stands at came after it, which is the least there can be.
/// </remarks>
public sealed class RecentIncrease
{
    private static readonly TimeSpan s_memory = TimeSpan.FromHours(2);
    private readonly List<(DateTimeOffset At, long By)> _closed = [];
    private readonly List<(DateTimeOffset At, long By)> _open = [];
    private DateTimeOffset _closedTo;
    private uint? _last;

    /// <summary>Takes a sample of the counter.</summary>
    internal void See(uint value, DateTimeOffset at)
    {
        var by = _last is { } last ? value >= last ? value - (long)last : value : 0;
        _last = value;
        if (by > 0 && at > _closedTo)
        {
            _open.Add((at, by));
        }
    }

    /// <summary>Takes what a window counted, in place of the samples before its end.</summary>
    internal void Close(DateTimeOffset to, long? by)
    {
        // Where the window does not know, the samples do.
        if (by is null)
        {
            return;
        }

        _closedTo = to;
        _open.RemoveAll(rise => rise.At <= to);
        _closed.RemoveAll(rise => to - rise.At > s_memory);
        if (by > 0)
        {
            _closed.Add((to, by.Value));
        }
    }

    /// <summary>How far the counter rose after <paramref name="since"/>.</summary>
    public long Since(DateTimeOffset since)
    {
        long sum = 0;
        foreach (var rises in (ReadOnlySpan<List<(DateTimeOffset At, long By)>>)[_closed, _open])
        {
            for (var i = rises.Count - 1; i >= 0 && rises[i].At > since; i--)
            {
                sum += rises[i].By;
            }
        }

        return sum;
    }
}
