using System.Runtime.CompilerServices;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Tests.Support;

/// <summary>A history in memory, that can be made to wait or to fail.</summary>
internal sealed class StoredHistory : IHistory
{
    public List<PollWindow> Windows { get; } = [];

    public List<Activity> Activity { get; } = [];

    /// <summary>The hosts that something is kept of.</summary>
    public List<KnownHost> Hosts { get; } = [];

    /// <summary>The filters that activity was asked for by.</summary>
    public List<ActivityFilter> AskedActivity { get; } = [];

    /// <summary>Whether entries after the first are not what was written down.</summary>
    public bool Tampered { get; set; }

    /// <summary>The ranges that were asked for.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Asked { get; } = [];

    /// <summary>The hosts whose windows were asked for.</summary>
    public List<string> AskedOf { get; } = [];

    /// <summary>How many reads were given up by whoever asked.</summary>
    public int GivenUp { get; private set; }

    /// <summary>Reads wait for this.</summary>
    public TaskCompletionSource? Held { get; set; }

    /// <summary>Why nothing can be read or written.</summary>
    public string? Trouble { get; set; }

    public string Location => "memory";

    public async Task<IReadOnlyList<PollWindow>> PollsAsync(string host, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken)
    {
        Asked.Add((from, to));
        AskedOf.Add(host);
        try
        {
            await (Held?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GivenUp++;
            throw;
        }

        return Trouble is null ? [.. Windows.Where(window => window.To > from && window.From < to)] : throw new HistoryException(Trouble);
    }

    public Task<IReadOnlyList<KeptActivity>> FindActivityAsync(ActivityFilter filter, CancellationToken cancellationToken)
    {
        AskedActivity.Add(filter);
        return Task.FromResult<IReadOnlyList<KeptActivity>>(Trouble is { } trouble ? throw new HistoryException(trouble) :
        [
            .. Activity.Index()
                .Where(each => each.Item.At >= filter.From && each.Item.At < filter.To && filter.Kinds?.Contains(each.Item.Kind) != false)
                .OrderByDescending(each => each.Item.At)
                .Select(each => Kept(each.Index, each.Item))
                .SkipWhile(kept => filter.After is { } after && kept.Entry.At >= after.Entry.At)
                .Take(filter.Most),
        ]);
    }

    public Task<IReadOnlyList<PollWindow>> HoursAsync(string host, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        PollsAsync(host, from, to, int.MaxValue, cancellationToken);

    public Task<KeptActivity> AddActivityAsync(Activity activity, CancellationToken cancellationToken)
    {
        Activity.Add(Trouble is null ? activity : throw new HistoryException(Trouble));
        return Task.FromResult(Kept(Activity.Count - 1, activity));
    }

    public Task<IReadOnlyList<ActivityVerification>> VerifyActivityAsync(string? sought, CancellationToken cancellationToken)
    {
        var verification = new ActivityVerification("db-07");
        var before = ActivityChain.Beginning;
        foreach (var (index, entry) in Activity.Index())
        {
            before = ActivityChain.Hash(before, index + 1, entry);
            verification.Take(new KeptActivity(index + 1, before, Tampered ? entry with { Text = index == 0 ? entry.Text : "other" } : entry));
        }

        return Task.FromResult<IReadOnlyList<ActivityVerification>>([verification]);
    }

    public Task<HostState> OpenHostAsync(string host, HostSource source, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task IntendClearAsync(string host, ClearIntent intent, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveMarkAsync(string host, MarkShown mark, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<KnownHost>> HostsAsync(CancellationToken cancellationToken) =>
        Trouble is null ? Task.FromResult<IReadOnlyList<KnownHost>>([.. Hosts]) : throw new HistoryException(Trouble);

    public async IAsyncEnumerable<PollWindow> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<ImportResult> ImportAsync(IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> PruneAsync(HistoryRetention retention, DateTimeOffset now, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task BackupAsync(string file, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CheckWritableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static KeptActivity Kept(int index, Activity entry) => new(index + 1, ActivityChain.Beginning, entry);
}
