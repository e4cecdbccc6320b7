using System.Runtime.CompilerServices;
using AuditConsole.Monitoring.Windows;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>The history in one SQLite file: write-ahead log, <c>synchronous=FULL</c>, integer times.</summary>
/// <remarks>One writer at a time; readers do not wait for it. Safe for any number of threads.</remarks>
public sealed class SqliteHistory : IHistory
{
    private readonly SqliteFile _file;

    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="connectionString">A Microsoft.Data.Sqlite connection string with a <c>Data Source</c>.</param>
    public SqliteHistory(string connectionString) => _file = new SqliteFile(connectionString);

    /// <inheritdoc/>
    public string Location => _file.Path;

    /// <inheritdoc/>
    public Task<HostState> OpenHostAsync(string host, HostSource source, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                connection.Execute(
                    "INSERT INTO hosts (host, source) VALUES (@host, @source) ON CONFLICT (host) DO UPDATE SET source = excluded.source",
                    new { host, source = (long)source });
                return connection.QuerySingle<HostRow>("SELECT * FROM hosts WHERE host = @host", new { host }).ToState();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task IntendClearAsync(string host, ClearIntent intent, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection => connection.Execute(
                "UPDATE hosts SET intent_ms = @at, intent_mark = @mark WHERE host = @host",
                new { host, at = intent.At.ToUnixTimeMilliseconds(), mark = (long)intent.Mark }),
            cancellationToken);

    /// <inheritdoc/>
    public Task<PollWindow> AppendAsync(PollWindow window, HostState state, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction();
                var seq = connection.ExecuteScalar<long>(
                    "UPDATE hosts SET seq = seq + 1 WHERE host = @Host RETURNING seq", new { window.Host }, transaction);
                var numbered = window with { Seq = seq };
                connection.Execute(WindowRow.Insert, WindowRow.From(numbered), transaction);
                connection.Execute(HostRow.Update, HostRow.From(window.Host, state), transaction);
                transaction.Commit();
                return numbered;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task SaveMarkAsync(string host, MarkShown mark, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection => connection.Execute(
                "UPDATE hosts SET mark_since_ms = @mark_since_ms, mark = @mark, mark_reached_ms = @mark_reached_ms, mark_lost = @mark_lost WHERE host = @host",
                HostRow.From(host, new HostState { Mark = mark })),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PollWindow>> PollsAsync(
        string host, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<PollWindow>>(
            connection =>
            {
                // The window that `from` lies in begins before it; windows tile time, so there is one at the most.
                const string Range = """
                    FROM windows WHERE host = @host AND from_ms < @to AND to_ms > @from
                    AND from_ms >= coalesce((SELECT max(from_ms) FROM windows WHERE host = @host AND from_ms <= @from), @from)
                    """;
                var range = new { host, from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() };
                var count = connection.ExecuteScalar<long>($"SELECT count(*) {Range}", range);
                var rows = connection.Query<WindowRow>($"SELECT {WindowRow.Columns} {Range} ORDER BY from_ms", range, buffered: false);
                return WindowReduction.Reduce(Cancellable(rows, cancellationToken).Select(row => row.ToWindow()), count, points);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KnownHost>> HostsAsync(CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<KnownHost>>(
            connection => connection.Query<(string Host, long Source, long Windows, long? Since)>("""
                SELECT h.host, h.source, (SELECT count(*) FROM windows w WHERE w.host = h.host), (SELECT min(from_ms) FROM windows w WHERE w.host = h.host)
                FROM hosts h ORDER BY h.host
                """)
                .Select(row => new KnownHost(row.Host, (HostSource)row.Source, row.Windows, SqliteTime.Read(row.Since)))
                .ToList(),
            cancellationToken);

    /// <inheritdoc/>
    public Task AddActivityAsync(Activity activity, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection => connection.Execute(
                "INSERT INTO activity (host, at_ms, kind, actor, value, tier, text) VALUES (@Host, @at, @kind, @Actor, @value, @tier, @Text)",
                new
                {
                    activity.Host,
                    at = activity.At.ToUnixTimeMilliseconds(),
                    kind = (long)activity.Kind,
                    activity.Actor,
                    value = (long?)activity.Value,
                    tier = (long?)activity.Tier,
                    activity.Text,
                }),
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Activity>> ActivityAsync(
        string host, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellationToken) =>
        _file.ReadAsync<IReadOnlyList<Activity>>(
            connection => connection.Query<(string Host, long At, long Kind, string Actor, long? Value, long? Tier, string Text)>(
                "SELECT host, at_ms, kind, actor, value, tier, text FROM activity WHERE host = @host AND at_ms >= @from AND at_ms < @to ORDER BY at_ms DESC, id DESC LIMIT @most",
                new { host, from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds(), most })
                .Select(row => new Activity(
                    row.Host, DateTimeOffset.FromUnixTimeMilliseconds(row.At), (ActivityKind)row.Kind, row.Actor, (uint?)row.Value, (Tier?)row.Tier, row.Text))
                .ToList(),
            cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PollWindow> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = await _file.OpenReaderAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in connection.Query<WindowRow>($"SELECT {WindowRow.Columns} FROM windows ORDER BY host, from_ms", buffered: false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row.ToWindow();
        }
    }

    /// <inheritdoc/>
    public Task<ImportResult> ImportAsync(IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken) =>
        _file.WriteAsync(connection => SqliteImport.Run(connection, windows, at, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _file.WriteAsync(
            connection => connection.Execute(
                "DELETE FROM windows WHERE to_ms < @before AND coalesce(imported_ms, to_ms) < @before",
                new { before = before.ToUnixTimeMilliseconds() }),
            cancellationToken);

    /// <inheritdoc/>
    public Task CheckWritableAsync(CancellationToken cancellationToken) =>
        _file.WriteAsync(connection => connection.Execute("UPDATE hosts SET host = host WHERE host = (SELECT host FROM hosts LIMIT 1)"), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static IEnumerable<WindowRow> Cancellable(IEnumerable<WindowRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
