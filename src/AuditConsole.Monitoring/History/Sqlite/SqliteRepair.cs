using AuditConsole.Monitoring.History.Sql;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>What a repair saved.</summary>
/// <param name="Windows">Single windows.</param>
/// <param name="Sums">Rows that stand for all windows of a span.</param>
/// <param name="Activity">Entries of the activity.</param>
/// <param name="Missing">What could not be saved, one sentence each; empty when all was.</param>
public sealed record RepairResult(long Windows, long Sums, long Activity, IReadOnlyList<string> Missing);

/// <summary>Copies what can be read of a damaged history file into a new one. The damaged file stays as it is.</summary>
public static class SqliteRepair
{
    // About as many windows as are on one page.
    private const long SmallestTime = 60_000;

    /// <summary>Repairs.</summary>
    /// <param name="damagedFile">The file to read.</param>
    /// <param name="newFile">The file to write, which must not exist.</param>
    /// <exception cref="HistoryException">Nothing at all can be read, or the new file cannot be written.</exception>
    public static RepairResult Run(string damagedFile, string newFile)
    {
        if (File.Exists(newFile))
        {
            throw new HistoryException($"{newFile} exists already; name a file that does not.");
        }

        try
        {
            using var damaged = Open(damagedFile, SqliteOpenMode.ReadOnly);
            damaged.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master");
            SqliteSchema.RequireCurrent(damaged);
            using var copy = Open(newFile, SqliteOpenMode.ReadWriteCreate);
            SqliteSchema.Migrate(copy);
            using var transaction = copy.BeginTransaction();
            var result = Run(damaged, copy, transaction);
            transaction.Commit();
            return result;
        }
        catch (SqliteException e)
        {
            throw new HistoryException($"{damagedFile} cannot be repaired into {newFile} ({e.Message.TrimEnd('.')}). Put a copy back that history backup made.", e);
        }
    }

    private static RepairResult Run(SqliteConnection damaged, SqliteConnection copy, SqliteTransaction transaction)
    {
        var hosts = Copy(0, 1);
        var windows = Copy(1, SmallestTime);
        var activity = Copy(2, 1);
        NameUnknownHosts(copy, transaction);
        var names = copy.Query<(long Id, string Host)>("SELECT id, host FROM hosts", transaction: transaction).ToDictionary(host => host.Id, host => host.Host);
        foreach (var host in names.Values)
        {
            using var writer = new HostWriter(copy, transaction, host);
            writer.Rebuild(keep: true);
        }

        var single = copy.ExecuteScalar<long>("SELECT count(*) FROM windows WHERE (key >> 43) & 7 = 7", transaction: transaction);
        return new RepairResult(
            single,
            copy.ExecuteScalar<long>("SELECT count(*) FROM windows", transaction: transaction) - single,
            activity.Copied,
            [
                .. hosts.Missing.Select(_ => "State of some hosts: their next window starts anew."),
                .. windows.Missing.Select(range => Words(range, names)),
                .. activity.Missing.Select(range => $"Activity with numbers {range.After + 1} to {range.Before - 1}."),
            ]);

        TableSalvage Copy(int place, long smallest)
        {
            var (table, columns) = SqlSchema.Tables[place];
            var salvage = new TableSalvage(damaged, copy, transaction, table, columns, smallest);
            salvage.Run(0, long.MaxValue - 1);
            return salvage;
        }
    }

    // Windows of a host whose own row is gone get a name, so that they can be looked at.
    private static void NameUnknownHosts(SqliteConnection copy, SqliteTransaction transaction) => copy.Execute(
        "INSERT INTO hosts (id, host, source) SELECT DISTINCT key >> 46, 'repaired-' || (key >> 46), @imported FROM windows WHERE key >> 46 NOT IN (SELECT id FROM hosts)",
        new { imported = (long)HostSource.Imported },
        transaction);

    private static string Words((long After, long Before) range, Dictionary<long, string> hosts)
    {
        var (first, last) = (range.After + 1, range.Before - 1);
        return RowKey.HostOf(first) == RowKey.HostOf(last) && RowKey.LevelOf(first) == RowKey.LevelOf(last)
            ? $"{What(first)} between {Time(first)} and {Time(last)}."
            : $"{What(first)} from {Time(first)} on, {What(last)} up to {Time(last)}, and what lies between in the file.";

        string What(long key) =>
            $"{(RowKey.LevelOf(key) == Level.Raw ? "Windows" : $"Sums of {TimeSpan.FromMilliseconds(Level.Span(RowKey.LevelOf(key)))}")} of {hosts.GetValueOrDefault(RowKey.HostOf(key), "a host")}";

        static string Time(long key) => DateTimeOffset.FromUnixTimeMilliseconds(RowKey.TimeOf(key)).ToString("u", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
