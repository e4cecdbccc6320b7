namespace AuditConsole.Monitoring.Windows;

/// <summary>What a counter gained within a window, as far as its readings and the records of clears tell.</summary>
/// <param name="Added">The sum of the differences between readings, and of the values at which others cleared the counter.</param>
/// <param name="Falls">Falls between readings that no record of a clear has explained yet.</param>
/// <param name="Unknown">Whether a reading was missing.</param>
/// <remarks>
/// With k clears at L1…Lk between the readings a and b the counter gained L1 + … + Lk + b − a, in whichever order readings and
/// records arrive: the readings give b − a, each record its L.
/// </remarks>
internal readonly record struct CounterSum(long Added, int Falls, bool Unknown)
{
    public long? Value => Unknown || Falls > 0 ? null : Added;

    /// <summary>Takes in a reading after another.</summary>
    public CounterSum Then(uint before, uint value) => value >= before || before > uint.MaxValue - CounterTracker.Reach
        ? this with { Added = Added + unchecked(value - before) }
        : this with { Added = Added + value - before, Falls = Falls + 1 };

    /// <summary>Takes in the value at which somebody cleared the counter before its last reading.</summary>
    public CounterSum ClearedElsewhere(uint value) => this with { Added = Added + value, Falls = Math.Max(0, Falls - 1) };
}
