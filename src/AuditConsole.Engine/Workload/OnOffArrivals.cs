namespace AuditConsole.Engine.Workload;

/// <summary>Sources that log one record per millisecond while they are on; on and off last Pareto times, so bursts come at every scale.</summary>
/// <remarks>
/// With a shape between 1 and 2 the times have a mean but no variance, and the sum of the sources is self-similar.
/// Source: Willinger, Taqqu, Sherman, Wilson, "Self-similarity through high-variability", SIGCOMM 1995.
/// </remarks>
/// <param name="sources">How many there are.</param>
/// <param name="shape">Shape of both Pareto distributions, above 1.</param>
/// <param name="shortestOn">Shortest time on, in ms.</param>
/// <param name="shortestOff">Shortest time off, in ms.</param>
internal sealed class OnOffArrivals(int sources, double shape, int shortestOn, int shortestOff) : IArrivals
{
    // A time beyond ten minutes would outlast most runs; cut there, the mean of the law is kept within 1 %.
    private const int Longest = 600_000;

    private readonly (bool On, int Left)[] _sources = new (bool, int)[sources];
    private bool _begun;

    public int Next(Random random)
    {
        Begin(random);
        var on = 0;
        for (var i = 0; i < _sources.Length; i++)
        {
            ref var source = ref _sources[i];
            if (source.Left == 0)
            {
                source = (!source.On, Time(random, source.On ? shortestOff : shortestOn));
            }

            source.Left--;
            on += source.On ? 1 : 0;
        }

        return on;
    }

    // Each source is found at a random place of a time off, so that they do not all begin together.
    private void Begin(Random random)
    {
        for (var i = 0; !_begun && i < _sources.Length; i++)
        {
            _sources[i] = (false, 1 + random.Next(Time(random, shortestOff)));
        }

        _begun = true;
    }

    private int Time(Random random, int shortest) =>
        (int)Math.Min(Longest, shortest / Math.Pow(1 - random.NextDouble(), 1 / shape));
}
