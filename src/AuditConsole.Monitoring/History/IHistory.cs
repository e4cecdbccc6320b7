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

    /// <summary>Commits a window together with the state it leaves, in one transaction.</summary>
    /// <returns>The window with its number.</returns>
    Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken);

    /// <summary>Commits the operator's mark between two windows.</summary>
    Task SaveMarkAsync(string host, MarkShown mark, CancellationToken cancellationToken);

    /// <summary>Windows that overlap [<paramref name="from"/>, <paramref name="to"/>), oldest first, at most <paramref name="points"/> rows.</summary>
    /// <remarks>
    /// Where there are more windows than rows, neighbours are taken together; a row holds their highest peak, so no peak
    /// disappears. There are exactly <paramref name="points"/> rows then.
    /// </remarks>
    Task<IReadOnlyList<PollWindow>> PollsAsync(string host, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken);

    /// <summary>All hosts that have windows or a state.</summary>
    Task<IReadOnlyList<KnownHost>> HostsAsync(CancellationToken cancellationToken);

    /// <summary>Writes down something that was done or found.</summary>
    Task AddActivityAsync(Activity activity, CancellationToken cancellationToken);

    /// <summary>What was done or found within [<paramref name="from"/>, <paramref name="to"/>), newest first, at most <paramref name="most"/>.</summary>
    Task<IReadOnlyList<Activity>> ActivityAsync(string host, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken);

    /// <summary>Every window at full resolution, by host and time.</summary>
    IAsyncEnumerable<PollWindow> ExportAsync(CancellationToken cancellationToken);

    /// <summary>Takes in windows of other files or hosts. A window that is there already changes nothing.</summary>
    Task<ImportResult> ImportAsync(IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Deletes windows that ended, or were imported, before <paramref name="before"/>.</summary>
    /// <returns>How many.</returns>
    Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Proves that the store takes a write now.</summary>
    Task CheckWritableAsync(CancellationToken cancellationToken);
}
