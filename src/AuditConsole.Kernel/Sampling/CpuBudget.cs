namespace AuditConsole.Kernel.Sampling;

/// <summary>Says when the next sample may be taken, so that a share of one processor is not exceeded in any 10 s.</summary>
/// <remarks>
/// A bucket that holds 35 % of what 10 s allow and gets back 60 % of it every 10 s; a sample may begin while the bucket is not in debt. So
/// any 10 s cost at most 95 % and the last sample, which has the other 5 % (10 ms at 2 %). Not thread-safe; times are since any fixed instant.
/// </remarks>
internal sealed class CpuBudget(double share)
{
    /// <summary>The time over which the share is an average.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private const double Burst = 0.35;
    private const double Refill = 0.60;

    private readonly TimeSpan _capacity = Span * (share * Burst);
    private TimeSpan _level = Span * (share * Burst);
    private TimeSpan _now;

    /// <summary>Takes the cost of a sample that ended now.</summary>
    public void Charge(TimeSpan now, TimeSpan cost)
    {
        var refilled = _level + ((now - _now) * (share * Refill));
        _level = (refilled < _capacity ? refilled : _capacity) - cost;
        _now = now;
    }

    /// <summary>How long after the last charge the next sample may begin.</summary>
    public TimeSpan Wait => _level >= TimeSpan.Zero ? TimeSpan.Zero : -_level / (share * Refill);
}
