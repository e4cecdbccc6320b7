using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The highest peak of any recent stretch of windows, without looking at the windows again.</summary>
/// <remarks>
/// Only windows that no later one exceeds are kept: the first of these that ended in time holds the maximum of all that did. A window
/// costs amortised constant time, a question the logarithm of those kept. Any thread may call.
/// </remarks>
public sealed class RecentPeaks
{
    /// <summary>How far back questions may reach: an hour and two polls of the longest length.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromHours(3);

    private readonly Lock _gate = new();
    private RecentPeak[] _ring = new RecentPeak[16];
    private int _first;
    private int _count;

    /// <summary>The highest peak of the windows that ended at <paramref name="since"/> or later; of equal ones that with the weakest tier. <see langword="null"/> without any.</summary>
    public RecentPeak? Highest(DateTimeOffset since)
    {
        lock (_gate)
        {
            var (low, high) = (0, _count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = At(middle).To < since ? (middle + 1, high) : (low, middle);
            }

            return low < _count ? At(low) : null;
        }
    }

    internal void Add(PollWindow window)
    {
        var peak = new RecentPeak(window.To, window.Peak, window.Tier);
        lock (_gate)
        {
            while (_count > 0 && !At(_count - 1).Exceeds(peak))
            {
                _count--;
            }

            while (_count > 0 && peak.To - At(0).To > Reach)
            {
                _first = (_first + 1) % _ring.Length;
                _count--;
            }

            if (_count == _ring.Length)
            {
                var larger = new RecentPeak[2 * _count];
                for (var i = 0; i < _count; i++)
                {
                    larger[i] = At(i);
                }

                (_ring, _first) = (larger, 0);
            }

            _ring[(_first + _count++) % _ring.Length] = peak;
        }
    }

    private RecentPeak At(int index) => _ring[(_first + index) % _ring.Length];
}

/// <summary>The peak of a window.</summary>
/// <param name="To">The window's end.</param>
/// <param name="Peak">In records.</param>
/// <param name="Tier">How it is known.</param>
public readonly record struct RecentPeak(DateTimeOffset To, uint Peak, Tier Tier)
{
    /// <summary>Whether this is the higher peak, or an equal one that is known less well and so may be higher.</summary>
    public bool Exceeds(RecentPeak other) => Peak > other.Peak || (Peak == other.Peak && Tier < other.Tier);
}
