using System.Data.Common;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>From when to when a host has rows of each level.</summary>
/// <param name="Host">Its number.</param>
/// <param name="Name">Its key.</param>
/// <param name="Oldest">Start of the oldest row of each level; <see cref="long.MaxValue"/> where there is none.</param>
/// <param name="Newest">Start of the newest window.</param>
/// <param name="Fine">From when on there is level <see cref="Level.Fine"/>; <see cref="long.MaxValue"/> where there is none.</param>
internal sealed record Extent(long Host, string Name, long[] Oldest, long Newest, long Fine)
{
    /// <summary>Start of the oldest row of any level.</summary>
    public long Beginning => Oldest.Min();

    /// <summary>Reads it; <see langword="null"/> where the host has no windows.</summary>
    public static Extent? Read(DbConnection connection, string host, DbTransaction? transaction = null)
    {
        var known = connection.QueryFirstOrDefault<(long? Id, long? Fine)>("SELECT id, fine_ms FROM hosts WHERE host = @host", new { host }, transaction);
        if (known.Id is not { } id
            || connection.ExecuteScalar<long?>("SELECT max(key) FROM windows WHERE key >= @low AND key < @high", Keys(id, Level.Raw), transaction) is not { } newest)
        {
            return null;
        }

        var oldest = Enumerable.Range(0, Level.Last + 1)
            .Select(level => connection.ExecuteScalar<long?>("SELECT min(key) FROM windows WHERE key >= @low AND key < @high", Keys(id, level), transaction))
            .Select(key => key is { } found ? RowKey.TimeOf(found) : long.MaxValue)
            .ToArray();
        var beginning = oldest.Min();

        // Rows are deleted by whole days, so a level that begins later than another begins with a day.
        return new Extent(
            id, host, [.. oldest.Select(o => o == long.MaxValue || o == beginning ? o : Math.Max(beginning, Level.Floor(Level.Last, o)))], RowKey.TimeOf(newest), known.Fine ?? long.MaxValue);
    }

    private static object Keys(long host, int level) => new { low = RowKey.Of(host, level, 0), high = RowKey.EndOf(host, level) };
}
