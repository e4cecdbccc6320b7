using System.Data;
using AuditConsole.Monitoring.History.Sql;
using AuditConsole.Monitoring.History.Sqlite;

namespace AuditConsole.Monitoring.History.Postgres;

/// <summary>The history in a PostgreSQL database, with the tables that a SQLite file has.</summary>
public sealed class PostgresHistory : SqlHistory
{
    /// <summary>Names the database; nothing is opened yet.</summary>
    /// <param name="connectionString">An Npgsql connection string.</param>
    /// <exception cref="HistoryException">It is not one.</exception>
    public PostgresHistory(string connectionString)
        : base(new PostgresStore(connectionString))
    {
    }

    /// <inheritdoc/>
    public override Task BackupAsync(string file, CancellationToken cancellationToken) => BackupFile.WriteAsync(
        file,
        copy => Store.ReadAsync(
            connection =>
            {
                using var snapshot = connection.BeginTransaction(IsolationLevel.RepeatableRead);
                BackupFile.CopyTables(connection, snapshot, copy, cancellationToken);
                return 0;
            },
            cancellationToken));
}
