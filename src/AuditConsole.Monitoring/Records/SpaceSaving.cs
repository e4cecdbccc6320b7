namespace AuditConsole.Monitoring.Records;

/// <summary>The most frequent values of a stream, counted in bounded memory.</summary>
/// <remarks>
/// Space-Saving of Metwally, Agrawal and El Abbadi, "Efficient computation of frequent and top-k elements in data streams" (2005).
/// With n values counted in m places: count − error ≤ true count ≤ count for each value kept, error ≤ n/m, and every value that
/// occurred more than n/m times is kept. Not thread-safe.
/// </remarks>
/// <param name="places">How many values are kept, 1 or more.</param>
internal sealed class SpaceSaving(int places)
{
    private readonly Dictionary<string, Counted> _kept = new(places, StringComparer.Ordinal);

    /// <summary>Counts a value.</summary>
    public void Add(string value)
    {
        if (_kept.TryGetValue(value, out var counted))
        {
            counted.Count++;
        }
        else if (_kept.Count < places)
        {
            _kept[value] = new Counted(1, 0);
        }
        else
        {
            // The newcomer may have been the one counted least all along, so it takes over that count and calls it its error.
            var (least, count) = _kept.MinBy(pair => pair.Value.Count);
            _kept.Remove(least);
            _kept[value] = new Counted(count.Count + 1, count.Count);
        }
    }

    /// <summary>The values counted highest, the highest first.</summary>
    public IEnumerable<(string Value, long Count, long Error)> Top(int most) =>
        _kept.OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most)
            .Select(pair => (pair.Key, pair.Value.Count, pair.Value.Error));

    private sealed class Counted(long count, long error)
    {
        public long Count { get; set; } = count;

        public long Error => error;
    }
}
