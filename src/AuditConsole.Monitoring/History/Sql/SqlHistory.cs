using System.Data.Common;
using System.Runtime.CompilerServices;
using AuditConsole.Monitoring.Windows;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>The history in a database of SQL.</summary>
/// <remarks>One writer at a time; readers do not wait for it. Safe for any number of threads.</remarks>
public abstract class SqlHistory : IHistory
{
    private readonly ISqlStore _store;
    private readonly AppendQueue _appends;

    private protected SqlHistory(ISqlStore store) => (_store, _appends) = (store, new AppendQueue(store));

    /// <inheritdoc/>
    public string Location => _store.Location;

    private protected ISqlStore Store => _store;

    /// <inheritdoc/>
    public Task<HostState> OpenHostAsync(string host, HostSource source, CancellationToken cancellationToken) =>
        _store.WriteAsync(
            (connection, transaction) =>
            {
                connection.Execute(
                    "INSERT INTO hosts (host, source) VALUES (@host, @source) ON CONFLICT (host) DO UPDATE SET source = excluded.source",
                    new { host, source = (long)source },
                    transaction);
                return connection.QuerySingle<HostRow>($"SELECT {HostRow.Columns} FROM hosts WHERE host = @host", new { host }, transaction).ToState();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task IntendClearAsync(string host, ClearIntent intent, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "UPDATE hosts SET intent_ms = @at, intent_mark = @mark WHERE host = @host",
            new { host, at = intent.At.ToUnixTimeMilliseconds(), mark = (long)intent.Mark },
            cancellationToken);

    /// <inheritdoc/>
    public Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken) =>
        _appends.AppendAsync(window, state, cancellationToken);

    /// <inheritdoc/>
    public Task SaveMarkAsync(string host, MarkShown mark, CancellationToken cancellationToken) =>
        ExecuteAsync(
            "UPDATE hosts SET mark_since_ms = @mark_since_ms, mark = @mark, mark_reached_ms = @mark_reached_ms, mark_lost = @mark_lost WHERE host = @host",
            HostRow.From(host, new HostState { Mark = mark }),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PollWindow>> PollsAsync(
        string host, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<PollWindow>>(
            connection =>
            {
                if (Extent.Read(connection, host) is not { } extent)
                {
                    return [];
                }

                var start = RowSource.StartOf(connection, extent, from.ToUnixTimeMilliseconds());

                // The coarsest level that has a row for each column.
                var (_, segments, count) = Enumerable.Range(0, Level.Last + 1)
                    .Reverse()
                    .Select(level => (Level: level, Plan: RangePlan.Of(extent, level, start, to.ToUnixTimeMilliseconds())))
                    .Select(choice => (choice.Level, choice.Plan, Count: RowSource.Count(connection, extent, choice.Plan)))
                    .First(choice => choice.Count >= points || choice.Level == Level.Raw);
                return WindowReduction.Reduce(RowSource.Read(connection, extent, segments, cancellationToken), count, points);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PollWindow>> HoursAsync(string host, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<PollWindow>>(
            connection =>
            {
                if (Extent.Read(connection, host) is not { } extent)
                {
                    return [];
                }

                var plan = RangePlan.Of(extent, Level.Hour, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
                return WindowReduction.ByHour(RowSource.Read(connection, extent, plan, cancellationToken));
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KnownHost>> HostsAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<KnownHost>>(
            connection => connection.Query<(string Host, long Source)>("SELECT host, source FROM hosts ORDER BY host")
                .Select(row => Known(connection, row.Host, (HostSource)row.Source))
                .ToList(),
            cancellationToken);

    /// <inheritdoc/>
    public Task<KeptActivity> AddActivityAsync(Activity activity, CancellationToken cancellationToken) =>
        _store.WriteAsync(
            (connection, transaction) =>
            {
                _store.LockActivity(connection, transaction);
                return ActivityRows.Add(connection, transaction, activity);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KeptActivity>> FindActivityAsync(ActivityFilter filter, CancellationToken cancellationToken) =>
        _store.ReadAsync(connection => ActivityRows.Find(connection, filter), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ActivityVerification>> VerifyActivityAsync(string? sought, CancellationToken cancellationToken) =>
        _store.ReadAsync<IReadOnlyList<ActivityVerification>>(connection => [.. ActivityRows.Verify(connection, sought, cancellationToken)], cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PollWindow> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = await _store.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        foreach (var host in connection.Query<string>("SELECT host FROM hosts ORDER BY host").ToList())
        {
            if (Extent.Read(connection, host) is { } extent)
            {
                foreach (var window in RowSource.Read(connection, extent, [new Segment(Level.Raw, 0, RowKey.EndOfTime)], cancellationToken))
                {
                    yield return window;
                }
            }
        }
    }

    /// <inheritdoc/>
    public Task<ImportResult> ImportAsync(IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken) =>
        _store.WriteAsync((connection, transaction) => WindowImport.Run(connection, transaction, windows, at, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int> PruneAsync(HistoryRetention retention, DateTimeOffset now, CancellationToken cancellationToken) =>
        _store.WriteAsync((connection, transaction) => Pruning.Run(connection, transaction, retention, now), cancellationToken);

    /// <inheritdoc/>
    public Task CheckWritableAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("UPDATE hosts SET host = host WHERE host = (SELECT host FROM hosts LIMIT 1)", null, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken) =>
        _store.ReadAsync(connection => HistoryCheck.Run(connection, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public abstract Task BackupAsync(string file, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _appends.Dispose();
        return _store.DisposeAsync();
    }

    private Task<int> ExecuteAsync(string sql, object? values, CancellationToken cancellationToken) =>
        _store.WriteAsync((connection, transaction) => connection.Execute(sql, values, transaction), cancellationToken);

    private static KnownHost Known(DbConnection connection, string host, HostSource source) =>
        Extent.Read(connection, host) is { } extent
            ? new KnownHost(
                host,
                source,
                RowSource.Windows(connection, extent, RangePlan.Of(extent, Level.Last, 0, RowKey.EndOfTime)),
                DateTimeOffset.FromUnixTimeMilliseconds(extent.Beginning))
            : new KnownHost(host, source, 0, null);
}
