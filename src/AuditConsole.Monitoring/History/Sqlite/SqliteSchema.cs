using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>The tables and how a file gets from one version of them to the next.</summary>
internal static class SqliteSchema
{
    /// <summary>The version this program writes, kept in <c>PRAGMA user_version</c>.</summary>
    public const int Version = 1;

    // Times are whole Unix milliseconds, except waits, which are microseconds: a tick may be 1/300 s.
    private const string Version1 = """
        CREATE TABLE hosts (
            host TEXT PRIMARY KEY,
            source INTEGER NOT NULL,
            boot_id TEXT,
            committed_to_ms INTEGER,
            seq INTEGER NOT NULL DEFAULT 0,
            lost INTEGER,
            wait_ticks INTEGER,
            mark_since_ms INTEGER,
            mark INTEGER,
            mark_reached_ms INTEGER,
            mark_lost INTEGER,
            intent_ms INTEGER,
            intent_mark INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE windows (
            host TEXT NOT NULL,
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            peak INTEGER NOT NULL,
            peak_at_ms INTEGER,
            bound INTEGER NOT NULL,
            tier INTEGER NOT NULL,
            recovered INTEGER NOT NULL,
            backlog INTEGER NOT NULL,
            backlog_limit INTEGER NOT NULL,
            lost INTEGER,
            wait_ticks INTEGER,
            wait_us INTEGER,
            mean REAL,
            p50 INTEGER,
            p99 INTEGER,
            blind_ms INTEGER NOT NULL,
            gap INTEGER NOT NULL,
            windows INTEGER NOT NULL,
            imported_ms INTEGER,
            PRIMARY KEY (host, from_ms)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE activity (
            id INTEGER PRIMARY KEY,
            host TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            actor TEXT NOT NULL,
            value INTEGER,
            tier INTEGER,
            text TEXT NOT NULL
        ) STRICT;

        CREATE INDEX activity_by_host ON activity (host, at_ms);
        """;

    private static readonly string[] s_migrations = [Version1];

    /// <summary>Brings the file to <see cref="Version"/>.</summary>
    /// <exception cref="HistoryException">The file was written by a newer program.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        for (var version = RefuseNewer(connection); version < Version; version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, s_migrations[version]);
            Execute(connection, $"PRAGMA user_version = {version + 1}");
            transaction.Commit();
        }
    }

    /// <summary>The version of the file, unless it is a newer program's.</summary>
    /// <exception cref="HistoryException">It is.</exception>
    public static int RefuseNewer(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var found = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return found <= Version
            ? found
            : throw new HistoryException(
                $"The history file {connection.DataSource} has schema version {found}; this program knows up to {Version}. " +
                "Run the newer program again, or name another file in AuditConsole:History:ConnectionString.");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
