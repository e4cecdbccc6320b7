using System.Globalization;
using AuditConsole.Monitoring.History.Sql;
using AuditConsole.Monitoring.Windows;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>The tables and how a file gets from one version of them to the next.</summary>
internal static class SqliteSchema
{
    private static readonly SqlTypes s_types = new("INTEGER PRIMARY KEY", "INTEGER PRIMARY KEY", "INTEGER", "BLOB", " STRICT", """
        CREATE TRIGGER activity_unchanged BEFORE UPDATE ON activity BEGIN SELECT RAISE(ABORT, 'entries of the activity are never changed'); END;
        CREATE TRIGGER activity_undeleted BEFORE DELETE ON activity BEGIN SELECT RAISE(ABORT, 'entries of the activity are never deleted'); END;
        """);

    // Each version is kept, in PRAGMA user_version, as the program of that version made it.
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

    private const string Version2 = "ALTER TABLE windows ADD COLUMN details TEXT;";

    private static readonly string s_version3 = $"""
        ALTER TABLE hosts RENAME TO hosts_2;
        ALTER TABLE windows RENAME TO windows_2;
        {SqlSchema.HostsAndWindows(s_types)}
        INSERT INTO hosts (host, source, boot_id, committed_to_ms, seq, lost, wait_ticks, mark_since_ms, mark, mark_reached_ms, mark_lost, intent_ms, intent_mark)
            SELECT host, source, boot_id, committed_to_ms, seq, lost, wait_ticks, mark_since_ms, mark, mark_reached_ms, mark_lost, intent_ms, intent_mark FROM hosts_2;
        INSERT INTO windows
            SELECT ((id * 8 + 7) << 43) + from_ms, to_ms - from_ms, w.seq, peak, peak_at_ms - from_ms,
                (3 - tier) + bound * 8 + recovered * 16 + gap * 32,
                backlog, backlog_limit, w.lost, w.wait_ticks, wait_us, CAST(round(mean * 1000) AS INTEGER), p50, p99, blind_ms, NULL, details, NULL, imported_ms
            FROM windows_2 w JOIN hosts USING (host) ORDER BY id, from_ms;
        """;

    private static readonly string s_version4 = $"""
        DROP INDEX activity_by_host;
        ALTER TABLE activity RENAME TO activity_3;
        {SqlSchema.Activity(s_types)}
        """;

    private static readonly string[] s_migrations = [Version1, Version2, s_version3, s_version4];

    /// <summary>Brings the file to <see cref="SqlSchema.Version"/>.</summary>
    /// <exception cref="HistoryException">The file was written by a newer program.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        if (RefuseNewer(connection) == SqlSchema.Version)
        {
            return;
        }

        // Two programs may find the file old at once: the second looks again when the first is done.
        using var transaction = connection.BeginTransaction();
        var found = RefuseNewer(connection);
        if (found == 0)
        {
            Execute(connection, SqlSchema.HostsAndWindows(s_types) + SqlSchema.Activity(s_types));
        }

        for (var version = found == 0 ? SqlSchema.Version : found; version < SqlSchema.Version; version++)
        {
            Execute(connection, s_migrations[version]);
            if (version + 1 == 3)
            {
                FinishVersion3(connection, transaction);
            }
            else if (version + 1 == 4)
            {
                ActivityRows.LinkVersion3(connection, transaction);
            }
        }

        Execute(connection, $"PRAGMA user_version = {SqlSchema.Version}");
        transaction.Commit();
    }

    // What SQL alone cannot: the bytes of imported rows that stand for several windows, and the sums of all.
    private static void FinishVersion3(SqliteConnection connection, SqliteTransaction transaction)
    {
        var several = connection.Query<(long Key, long Windows, long Peak, long Limit, long Gap, long Blind, long Tier)>(
            "SELECT ((id * 8 + 7) << 43) + from_ms, windows, peak, backlog_limit, gap, blind_ms, tier FROM windows_2 JOIN hosts USING (host) WHERE windows > 1",
            transaction: transaction).ToList();
        foreach (var (key, windows, peak, limit, gap, blind, tier) in several)
        {
            var row = new PollWindow
            {
                Host = "",
                From = default,
                To = default,
                Windows = (int)windows,
                Peak = (uint)peak,
                BacklogLimit = (uint)limit,
                Gap = gap != 0,
                Blind = TimeSpan.FromMilliseconds(blind),
                Tier = (Tier)tier,
            };
            connection.Execute("UPDATE windows SET sum = @sum WHERE key = @key", new { key, sum = SumBytes.Write(row) }, transaction);
        }

        Execute(connection, "DROP TABLE windows_2; DROP TABLE hosts_2;");
        foreach (var host in connection.Query<string>("SELECT host FROM hosts", transaction: transaction).ToList())
        {
            using var writer = new HostWriter(connection, transaction, host);
            writer.Rebuild();
        }
    }

    /// <exception cref="HistoryException">The file has another version than <see cref="Version"/>: a newer one, or an older one that could not be migrated.</exception>
    public static void RequireCurrent(SqliteConnection connection)
    {
        if (RefuseNewer(connection) is > 0 and < SqlSchema.Version and var found)
        {
            throw new HistoryException(
                $"The history file {connection.DataSource} has schema version {found} and has to be brought to {SqlSchema.Version} before it can be read, which needs write access to it and its folder.");
        }
    }

    /// <summary>The version of the file, unless it is a newer program's.</summary>
    /// <exception cref="HistoryException">It is.</exception>
    private static int RefuseNewer(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var found = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return found <= SqlSchema.Version
            ? found
            : throw new HistoryException(
                $"The history file {connection.DataSource} has schema version {found}; this program knows up to {SqlSchema.Version}. " +
                "Run the newer program again, or name another file in AuditConsole:History:ConnectionString.");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
