namespace AuditConsole.Kernel.Sampling;

/// <summary>When to ask next: at once at the shortest interval while something moves, then ever more slowly, and never dearer than allowed.</summary>
/// <remarks>Not thread-safe; times are since the start.</remarks>
internal sealed class SamplingPace(SamplerOptions options)
{
    /// <summary>How long the shortest interval stays in use once nothing moves any more; then it doubles with each sample.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause between requests that fail; it is reached by doubling.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly CpuBudget _budget = new(options.CpuShare);
    private TimeSpan _due;
    private TimeSpan _moved = -Linger;

    /// <summary>The interval in use.</summary>
    public TimeSpan Interval { get; private set; } = options.LongestInterval;

    /// <summary>Takes what a sample brought and cost.</summary>
    /// <param name="now">When it ended; never less than before.</param>
    /// <param name="answered">Whether the kernel answered.</param>
    /// <param name="moved">Whether anything differs from the sample before.</param>
    /// <param name="cost">Processor time used since the last call.</param>
    /// <returns>How long to wait from <paramref name="now"/>.</returns>
    public TimeSpan Next(TimeSpan now, bool answered, bool moved, TimeSpan cost)
    {
        _budget.Charge(now, cost);
        Adapt(now, answered, moved);

        // Each is due one interval after the one before was, so that what a wake-up takes does not add up.
        _due = Later(_due + Interval, now + _budget.Wait);
        return _due - now;
    }

    private void Adapt(TimeSpan now, bool answered, bool moved)
    {
        if (!answered)
        {
            Interval = Sooner(Later(Interval, options.LongestInterval) * 2, LongestPause);
        }
        else if (moved)
        {
            Interval = options.ShortestInterval;
            _moved = now;
        }
        else
        {
            Interval = Sooner(now - _moved < Linger ? Interval : Interval * 2, options.LongestInterval);
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
