using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History;

/// <summary>Where windows, marks and activity are kept. Any thread may call any member.</summary>
/// <remarks>Every member throws <see cref="HistoryException"/> when the store cannot be read or written, with what to do about it.</remarks>
public interface IHistory : IAsyncDisposable
{
    /// <summary>Where the store is, for messages.</summary>
    string Location { get; }

    /// <summary>Creates or migrates the store, and makes the host known.</summary>
    /// <returns>What the last run committed of the host.</returns>
    Task<HostState> OpenHostAsync(string host, HostSource source, CancellationToken cancellationToken);

    /// <summary>Writes down, before a read-and-clear, what the mark stands at. The next <see cref="AppendAsync"/> takes it off again.</summary>
    Task IntendClearAsync(string host, ClearIntent intent, CancellationToken cancellationToken);

    /// <summary>Commits a window together with the state it leaves, in one transaction; windows that wait at the same moment share one.</summary>
    /// <returns>The window with its number. One that is there already, of the same host and start, stays as it is.</returns>
    Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken);

    /// <summary>Commits the operator's mark between two windows.</summary>
    Task SaveMarkAsync(string host, MarkShown mark, CancellationToken cancellationToken);

    /// <summary>Windows that overlap [<paramref name="from"/>, <paramref name="to"/>), oldest first, at most <paramref name="points"/> rows.</summary>
    /// <remarks>
    /// Where there are more windows than rows, neighbours are taken together; a row holds their highest peak, so no peak
    /// disappears. There are exactly <paramref name="points"/> rows then.
    /// </remarks>
    Task<IReadOnlyList<PollWindow>> PollsAsync(string host, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken);

    /// <summary>What happened in each hour of UTC that a window of [<paramref name="from"/>, <paramref name="to"/>) begins in, oldest first.</summary>
    /// <remarks>Where hours are not kept any more, a row stands for the longer span that is kept. A window belongs to the hour it begins in.</remarks>
    Task<IReadOnlyList<PollWindow>> HoursAsync(string host, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>All hosts that have windows or a state.</summary>
    Task<IReadOnlyList<KnownHost>> HostsAsync(CancellationToken cancellationToken);

    /// <summary>Writes down something that was done or found, linked to what was written down of its host before.</summary>
    /// <returns>The entry with its number. No entry is changed or deleted after that.</returns>
    Task<KeptActivity> AddActivityAsync(Activity activity, CancellationToken cancellationToken);

    /// <summary>What was done or found, the newest first.</summary>
    Task<IReadOnlyList<KeptActivity>> FindActivityAsync(ActivityFilter filter, CancellationToken cancellationToken);

    /// <summary>Follows the links between the entries of each host.</summary>
    /// <param name="sought">A hash to look for; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<ActivityVerification>> VerifyActivityAsync(string? sought, CancellationToken cancellationToken);

    /// <summary>Every window at full resolution, by host and time.</summary>
    IAsyncEnumerable<PollWindow> ExportAsync(CancellationToken cancellationToken);

    /// <summary>Takes in windows of other files or hosts. A window that is there already changes nothing.</summary>
    Task<ImportResult> ImportAsync(IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes what is older than is kept, by whole days. Imported windows count from their import.</summary>
    /// <returns>How many rows.</returns>
    Task<int> PruneAsync(HistoryRetention retention, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Looks through all rows for damage and for sums that are not those of their windows.</summary>
    /// <returns>One sentence for each problem; empty when there is none.</returns>
    Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken);

    /// <summary>Copies the whole history, as it stands at one moment, into a new SQLite file. Nothing waits for it.</summary>
    /// <param name="file">The file, which must not exist.</param>
    /// <param name="cancellationToken">Ends the copying; no file is left then.</param>
    Task BackupAsync(string file, CancellationToken cancellationToken);

    /// <summary>Proves that the store takes a write now.</summary>
    Task CheckWritableAsync(CancellationToken cancellationToken);
}
