namespace AuditConsole.Advice.Peaks;

/// <summary>Ranks of values: what is left of them when only their order counts.</summary>
internal static class Ranks
{
    /// <summary>The rank of each value as a share of how many there are, 0 to 1; equal values share their mean rank.</summary>
    public static double[] Of(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[first]])
            {
                last++;
            }

            for (var i = first; i <= last; i++)
            {
                ranks[order[i]] = ((first + last) / 2.0 + 0.5) / values.Count;
            }

            first = last + 1;
        }

        return ranks;
    }
}
