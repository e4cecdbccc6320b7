using AuditConsole.Monitoring.History.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>The history in one SQLite file: write-ahead log, <c>synchronous=FULL</c>, integer times.</summary>
public sealed class SqliteHistory : SqlHistory
{
    /// <summary>Names the file; nothing is opened yet.</summary>
    /// <param name="connectionString">A Microsoft.Data.Sqlite connection string with a <c>Data Source</c>.</param>
    public SqliteHistory(string connectionString)
        : base(new SqliteStore(connectionString))
    {
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var damage = await Store.ReadAsync(connection => connection.Query<string>("PRAGMA integrity_check").Where(line => line != "ok").ToList(), cancellationToken).ConfigureAwait(false);
            return damage.Count > 0 ? damage : await base.CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HistoryException e)
        {
            return [e.Message];
        }
    }

    /// <inheritdoc/>
    public override Task BackupAsync(string file, CancellationToken cancellationToken) => BackupFile.WriteAsync(
        file,
        copy => Store.ReadAsync(
            connection =>
            {
                ((SqliteConnection)connection).BackupDatabase(copy);
                return 0;
            },
            cancellationToken));
}
