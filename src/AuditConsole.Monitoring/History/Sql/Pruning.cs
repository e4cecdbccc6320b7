using System.Data.Common;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Deletes what is older than is kept, by whole days, so that all levels begin with a day.</summary>
internal static class Pruning
{
    /// <returns>How many rows were deleted.</returns>
    public static int Run(DbConnection connection, DbTransaction transaction, HistoryRetention retention, DateTimeOffset now) =>
        connection.Query<string>("SELECT host FROM hosts", transaction: transaction).ToList()
            .Sum(host => Extent.Read(connection, host, transaction) is { } extent ? Run(connection, transaction, extent, retention, now) : 0);

    private static int Run(DbConnection connection, DbTransaction transaction, Extent extent, HistoryRetention retention, DateTimeOffset now)
    {
        // The newest day stays, since its sums are not made yet.
        var whole = Math.Min(Level.Floor(Level.Last, extent.Newest), BeforeImported(connection, transaction, extent, now - retention.Raw));
        return Enumerable.Range(0, Level.Last + 1).Sum(level => connection.Execute(
            "DELETE FROM windows WHERE key >= @low AND key < @high",
            new
            {
                low = RowKey.Of(extent.Host, level, 0),
                high = RowKey.Of(extent.Host, level, Math.Min(whole, Level.Floor(Level.Last, (now - Level.Kept(level, retention)).ToUnixTimeMilliseconds()))),
            },
            transaction));
    }

    // Imported windows count from their import, and what is newer than they are stays with them.
    private static long BeforeImported(DbConnection connection, DbTransaction transaction, Extent extent, DateTimeOffset limit) =>
        connection.ExecuteScalar<long?>(
            "SELECT min(key) FROM windows WHERE key >= @low AND key < @high AND imported_ms >= @limit",
            new { low = RowKey.Of(extent.Host, Level.Raw, 0), high = RowKey.Of(extent.Host, Level.Raw, limit.ToUnixTimeMilliseconds()), limit = limit.ToUnixTimeMilliseconds() },
            transaction) is { } key ? Level.Floor(Level.Last, RowKey.TimeOf(key)) : long.MaxValue;
}
