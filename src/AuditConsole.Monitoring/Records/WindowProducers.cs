namespace AuditConsole.Monitoring.Records;

/// <summary>The properties by which records are counted.</summary>
public static class ProducerKinds
{
    /// <summary>The key of the rule that matched.</summary>
    public const string Key = "key";

    /// <summary>The type of the record.</summary>
    public const string Type = "type";

    /// <summary>The program.</summary>
    public const string Executable = "exe";

    /// <summary>The user who logged in.</summary>
    public const string LoginUser = "auid";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Key, Executable, LoginUser, Type];
}

/// <summary>How many records of a window share one property.</summary>
/// <param name="Kind">Which property: <c>key</c>, <c>type</c>, <c>exe</c> or <c>auid</c>.</param>
/// <param name="Name">Its value.</param>
/// <param name="Records">How many records were counted for it; the true number is this or up to <paramref name="Error"/> fewer.</param>
/// <param name="Error">The most by which the count may be too high.</param>
public sealed record ProducerShare(string Kind, string Name, long Records, long Error);

/// <summary>Who filled the queue within a window, as far as the stream of records tells.</summary>
/// <param name="Records">Records seen.</param>
/// <param name="Own">How many of them this console caused itself.</param>
/// <param name="Missed">How often the stream skipped records because they came too fast.</param>
/// <param name="Shares">The most frequent values of each property, the most frequent first.</param>
/// <remarks>
/// By records, which is what fills the queue: all records of an event count for the program, the rule's key and the user that its
/// SYSCALL record names. A record belongs to the window in which it left the queue.
/// </remarks>
public sealed record WindowProducers(long Records, long Own, long Missed, IReadOnlyList<ProducerShare> Shares)
{
    /// <summary>How many values of each property are told.</summary>
    public const int MostShares = 5;

    /// <summary>Takes the counts of several windows together; what each share promises of the true number holds for the sum.</summary>
    public static WindowProducers Sum(IReadOnlyList<WindowProducers> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var shares =
            from kind in ProducerKinds.All
            let sums =
                from name in windows.SelectMany(window => window.Of(kind)).Select(share => share.Name).Distinct(StringComparer.Ordinal)
                let parts = windows.Select(window => window.PartOf(kind, name)).ToList()
                orderby parts.Sum(part => part.Records) descending, name
                select new ProducerShare(kind, name, parts.Sum(part => part.Records), parts.Sum(part => part.Error))
            from share in sums.Take(MostShares)
            select share;
        return new WindowProducers(windows.Sum(window => window.Records), windows.Sum(window => window.Own), windows.Sum(window => window.Missed), [.. shares]);
    }

    private IEnumerable<ProducerShare> Of(string kind) => Shares.Where(share => share.Kind == kind);

    // A value that is not told of a window may have had as many records there as the least that is, where there was no room for more.
    private ProducerShare PartOf(string kind, string name)
    {
        var told = Of(kind).ToList();
        var unseen = told.Count < MostShares ? 0 : told.Min(share => share.Records);
        return told.Find(share => share.Name == name) ?? new ProducerShare(kind, name, unseen, unseen);
    }
}
