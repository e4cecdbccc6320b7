namespace AuditConsole.Monitoring.History;

/// <summary>Follows the links of a host's activity, entry by entry in the order of their numbers. Not for several threads.</summary>
/// <param name="host">The host.</param>
/// <param name="sought">A hash that was noted before; <see langword="null"/> where none is looked for.</param>
public sealed class ActivityVerification(string host, string? sought = null)
{
    private const int MostProblems = 100;
    private readonly List<string> _problems = [];

    /// <summary>The host.</summary>
    public string Host => host;

    /// <summary>How many entries there are.</summary>
    public long Count { get; private set; }

    /// <summary>The hash of the last entry, to be noted elsewhere.</summary>
    public string Head { get; private set; } = ActivityChain.Beginning;

    /// <summary>The number of the entry with the hash that was looked for; <see langword="null"/> where none has it.</summary>
    public long? FoundAt { get; private set; }

    /// <summary>Where a link does not hold, one sentence each, the first 100; empty when all hold.</summary>
    public IReadOnlyList<string> Problems => _problems;

    private long Last { get; set; }

    /// <summary>Follows the link to the next entry.</summary>
    public void Take(KeptActivity next)
    {
        if (next.Number != Last + 1)
        {
            Add(next.Number > Last
                ? $"{host}: between entries {Last} and {next.Number} {(next.Number == Last + 2 ? "one is" : $"{next.Number - Last - 1} are")} missing."
                : $"{host}: two entries have the number {next.Number}.");
        }
        else if (ActivityChain.Hash(Head, next.Number, next.Entry) != next.Hash)
        {
            Add($"{host}: entry {next.Number} of {next.Entry.At:u} ({next.Entry.Actor}) is not what was written down, or the one before it is not.");
        }

        (Last, Head) = (next.Number, next.Hash);
        Count++;
        if (string.Equals(next.Hash, sought, StringComparison.OrdinalIgnoreCase))
        {
            FoundAt = next.Number;
        }
    }

    private void Add(string problem)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(problem);
        }
    }
}
