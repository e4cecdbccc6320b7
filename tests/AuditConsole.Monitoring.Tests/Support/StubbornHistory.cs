using System.Collections.Concurrent;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A history that takes nothing while it is told to refuse.</summary>
internal sealed class StubbornHistory(IHistory inner) : IHistory
{
    public bool Refuses { get; set; }

    /// <summary>When set, it takes nothing before this is done.</summary>
    public Task Hangs { get; set; } = Task.CompletedTask;

    public string Location => inner.Location;

    public Task<HostState> OpenHostAsync(string host, HostSource source, CancellationToken cancellationToken) => Write(() => inner.OpenHostAsync(host, source, cancellationToken));

    public Task IntendClearAsync(string host, ClearIntent intent, CancellationToken cancellationToken) => Write(() => inner.IntendClearAsync(host, intent, cancellationToken));

    public Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken) => Write(() => inner.AppendAsync(window, state, cancellationToken));

    public Task SaveMarkAsync(string host, MarkShown mark, CancellationToken cancellationToken) => Write(() => inner.SaveMarkAsync(host, mark, cancellationToken));

    public Task<IReadOnlyList<PollWindow>> PollsAsync(string host, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
        inner.PollsAsync(host, from, to, points, cancellationToken);

    public Task<IReadOnlyList<PollWindow>> HoursAsync(string host, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.HoursAsync(host, from, to, cancellationToken);

    public Task<IReadOnlyList<KnownHost>> HostsAsync(CancellationToken cancellationToken) => inner.HostsAsync(cancellationToken);

    /// <summary>The activity it has taken, in order and with every part of it.</summary>
    public ConcurrentQueue<Activity> Taken { get; } = new();

    public Task<KeptActivity> AddActivityAsync(Activity activity, CancellationToken cancellationToken) => Write(async () =>
    {
        Taken.Enqueue(activity);
        return await inner.AddActivityAsync(activity, cancellationToken);
    });

    public Task<IReadOnlyList<KeptActivity>> FindActivityAsync(ActivityFilter filter, CancellationToken cancellationToken) => inner.FindActivityAsync(filter, cancellationToken);

    public Task<IReadOnlyList<ActivityVerification>> VerifyActivityAsync(string? sought, CancellationToken cancellationToken) => inner.VerifyActivityAsync(sought, cancellationToken);

    public IAsyncEnumerable<PollWindow> ExportAsync(CancellationToken cancellationToken) => inner.ExportAsync(cancellationToken);

    public Task<ImportResult> ImportAsync(IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken) => Write(() => inner.ImportAsync(windows, at, cancellationToken));

    public Task<int> PruneAsync(HistoryRetention retention, DateTimeOffset now, CancellationToken cancellationToken) =>
        Write(() => inner.PruneAsync(retention, now, cancellationToken));

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    public Task BackupAsync(string file, CancellationToken cancellationToken) => inner.BackupAsync(file, cancellationToken);

    public Task CheckWritableAsync(CancellationToken cancellationToken) => Write(() => inner.CheckWritableAsync(cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> Write<T>(Func<Task<T>> work)
    {
        await Hangs;
        return Refuses ? throw new HistoryException("The history refuses, as the test asked.") : await work();
    }

    private async Task Write(Func<Task> work)
    {
        await Hangs;
        await (Refuses ? throw new HistoryException("The history refuses, as the test asked.") : work());
    }
}
