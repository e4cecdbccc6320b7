using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace AuditConsole.Access.Http;

/// <summary>A limiter for each key, which gives back what was taken when it is next asked. Thread-safe.</summary>
/// <remarks>
/// In place of <see cref="PartitionedRateLimiter{TResource}"/>, which wakes up ten times a second as long as the program runs.
/// Who has all permits again needs no limiter: such ones are dropped once a minute, when a new key comes.
/// </remarks>
/// <param name="create">Makes the limiter of a key; it must not replenish itself.</param>
/// <param name="time">For the minute.</param>
internal sealed class KeyedLimiters<TKey>(Func<TKey, ReplenishingRateLimiter> create, TimeProvider time)
    where TKey : notnull
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, ReplenishingRateLimiter> _limiters = new();
    private long _swept = time.GetTimestamp();

    /// <summary>How many limiters are kept.</summary>
    public int Kept => _limiters.Count;

    /// <summary>Takes one permit of the key, if there is one.</summary>
    public RateLimitLease Take(TKey key)
    {
        if (!_limiters.TryGetValue(key, out var limiter))
        {
            Sweep();
            limiter = _limiters.GetOrAdd(key, create);
        }

        limiter.TryReplenish();
        return limiter.AttemptAcquire();
    }

    private void Sweep()
    {
        var swept = Interlocked.Read(ref _swept);
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(swept, now) < s_sweep || Interlocked.CompareExchange(ref _swept, now, swept) != swept)
        {
            return;
        }

        foreach (var (key, limiter) in _limiters)
        {
            limiter.TryReplenish();
            if (limiter.IdleDuration is not null)
            {
                _limiters.TryRemove(key, out _);
            }
        }
    }
}
