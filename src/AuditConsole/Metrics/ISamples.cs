namespace AuditConsole.Metrics;

/// <summary>Takes the samples of one metric of one host.</summary>
internal interface ISamples
{
    void Add(double value);

    void Add(string label, string text, double value);

    void Add(string label, string text, string secondLabel, string secondText, double value);

    /// <param name="bounds">Upper ends of all ranges but the last, inclusive.</param>
    /// <param name="counts">How many fell into each range.</param>
    /// <param name="sum">Of all values.</param>
    void AddHistogram(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double sum);
}
