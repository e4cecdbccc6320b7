namespace AuditConsole.Engine.Statistics;

/// <summary>What is known of the backlog between two clears. Immutable, as long as nobody adds to its distribution.</summary>
/// <param name="From">When it begins: a timestamp.</param>
/// <param name="To">When it ends: a timestamp, and the next window's <paramref name="From"/>.</param>
/// <param name="Lost">Records lost in it.</param>
/// <param name="Distribution">How long the backlog stood at each depth, in timestamp units; its time is <paramref name="To"/> − <paramref name="From"/>.</param>
public sealed record BacklogWindow(long From, long To, long Lost, BacklogDistribution Distribution)
{
    /// <summary>The time-weighted mean backlog, in records; <see langword="null"/> for a window of no length.</summary>
    public double? Mean => Distribution.Mean;

    /// <summary>This window and the one after it as one: the same that one clear at the end of both would have returned.</summary>
    /// <exception cref="ArgumentException">The other window does not begin where this one ends.</exception>
    public BacklogWindow Join(BacklogWindow next)
    {
        ArgumentNullException.ThrowIfNull(next);
        if (next.From != To)
        {
            throw new ArgumentException($"The next window has to begin at {To}, where this one ends, but begins at {next.From}.", nameof(next));
        }

        var both = new BacklogDistribution();
        both.Add(Distribution);
        both.Add(next.Distribution);
        return new BacklogWindow(From, next.To, Lost + next.Lost, both);
    }
}
