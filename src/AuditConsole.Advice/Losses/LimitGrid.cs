namespace AuditConsole.Advice.Losses;

/// <summary>The limits of a curve: evenly spread on a logarithmic scale around those that matter, which are among them.</summary>
internal static class LimitGrid
{
    /// <summary>Makes it.</summary>
    /// <param name="highestPeak">The highest peak known, in records.</param>
    /// <param name="marked">Limits that have to be on it; 0 is none.</param>
    /// <param name="most">Most limits in all.</param>
    public static uint[] Of(uint highestPeak, IEnumerable<uint> marked, int most)
    {
        SortedSet<uint> limits = [.. marked.Where(limit => limit > 0).Take(most / 2)];
        var top = Math.Max(64.0, Math.Max(highestPeak * 2.0, limits.Count == 0 ? 0 : Math.Min(limits.Max * 1.5, uint.MaxValue)));
        var bottom = Math.Max(1.0, Math.Min(highestPeak / 16.0, limits.Count == 0 ? top : limits.Min / 1.5));
        var steps = most - limits.Count;
        for (var i = 0; i < steps; i++)
        {
            limits.Add((uint)Math.Min(uint.MaxValue, Math.Round(bottom * Math.Pow(top / bottom, (double)i / (steps - 1)))));
        }

        return [.. limits];
    }
}
