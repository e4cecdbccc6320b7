using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A history that takes nothing while it is told to refuse.</summary>
internal sealed class StubbornHistory(IHistory inner) : IHistory
{
    public bool Refuses { get; set; }

    public string Location => inner.Location;

    public Task<HostState> OpenHostAsync(string host, HostSource source, CancellationToken cancellationToken) => Write(() => inner.OpenHostAsync(host, source, cancellationToken));

    public Task IntendClearAsync(string host, ClearIntent intent, CancellationToken cancellationToken) => Write(() => inner.IntendClearAsync(host, intent, cancellationToken));

    public Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken) => Write(() => inner.AppendAsync(window, state, cancellationToken));

    public Task SaveMarkAsync(string host, MarkShown mark, CancellationToken cancellationToken) => Write(() => inner.SaveMarkAsync(host, mark, cancellationToken));

    public Task<IReadOnlyList<PollWindow>> PollsAsync(string host, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
        inner.PollsAsync(host, from, to, points, cancellationToken);

    public Task<IReadOnlyList<KnownHost>> HostsAsync(CancellationToken cancellationToken) => inner.HostsAsync(cancellationToken);

    public Task AddActivityAsync(Activity activity, CancellationToken cancellationToken) => Write(() => inner.AddActivityAsync(activity, cancellationToken));

    public Task<IReadOnlyList<Activity>> ActivityAsync(string host, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken) =>
        inner.ActivityAsync(host, from, to, most, cancellationToken);

    public IAsyncEnumerable<PollWindow> ExportAsync(CancellationToken cancellationToken) => inner.ExportAsync(cancellationToken);

    public Task<ImportResult> ImportAsync(IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken) => Write(() => inner.ImportAsync(windows, at, cancellationToken));

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) => Write(() => inner.PruneAsync(before, cancellationToken));

    public Task CheckWritableAsync(CancellationToken cancellationToken) => Write(() => inner.CheckWritableAsync(cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private T Write<T>(Func<T> work) => Refuses ? throw new HistoryException("The history refuses, as the test asked.") : work();
}
