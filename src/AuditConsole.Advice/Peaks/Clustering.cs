namespace AuditConsole.Advice.Peaks;

/// <summary>How much high peaks come in clusters of neighbouring blocks.</summary>
/// <remarks>
/// The extremal index, whose inverse is the mean length of a cluster, by the intervals estimator of Ferro and Segers, Journal of the
/// Royal Statistical Society B 65 (2003) 545–556.
/// </remarks>
internal static class Clustering
{
    private const int LeastExceedances = 10;

    /// <summary>The extremal index, above 0 and at most 1; <see langword="null"/> where too few blocks are high.</summary>
    /// <param name="values">The peaks of blocks, in time's order.</param>
    /// <param name="share">Which share of them counts as high.</param>
    public static double? ExtremalIndex(IReadOnlyList<uint> values, double share = 0.1)
    {
        var threshold = values.Order().ElementAtOrDefault((int)((1 - share) * values.Count));
        int[] times = [.. Enumerable.Range(0, values.Count).Where(i => values[i] > threshold)];
        if (times.Length < LeastExceedances)
        {
            return null;
        }

        double[] between = [.. times.Zip(times.Skip(1), (first, second) => (double)(second - first))];
        var n = between.Length;
        var index = between.Max() <= 2
            ? 2 * Math.Pow(between.Sum(), 2) / (n * between.Sum(t => t * t))
            : 2 * Math.Pow(between.Sum(t => t - 1), 2) / (n * between.Sum(t => (t - 1) * (t - 2)));
        return Math.Min(1, index);
    }
}
