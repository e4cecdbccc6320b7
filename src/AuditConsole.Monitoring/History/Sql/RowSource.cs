using System.Data.Common;
using AuditConsole.Monitoring.Windows;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Reads the rows of a plan.</summary>
internal static class RowSource
{
    private const string InSegment = "FROM windows WHERE key >= @low AND key < @high";

    /// <summary>How many rows there are.</summary>
    public static long Count(DbConnection connection, Extent extent, IEnumerable<Segment> segments) =>
        segments.Sum(segment => connection.ExecuteScalar<long>($"SELECT count(*) {InSegment}", Keys(extent, segment)));

    /// <summary>How many windows they stand for.</summary>
    public static long Windows(DbConnection connection, Extent extent, IEnumerable<Segment> segments) =>
        segments.Sum(segment => connection.Query<byte[]?>($"SELECT sum {InSegment}", Keys(extent, segment), buffered: false).Sum(SumBytes.WindowsOf));

    /// <summary>The rows, by time.</summary>
    public static IEnumerable<PollWindow> Read(
        DbConnection connection, Extent extent, IEnumerable<Segment> segments, CancellationToken cancellationToken, DbTransaction? transaction = null)
    {
        foreach (var segment in segments)
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"SELECT {WindowRow.Columns} {InSegment} ORDER BY key";
            Add(command, "low", RowKey.Of(extent.Host, segment.Level, segment.From));
            Add(command, "high", RowKey.Of(extent.Host, segment.Level, segment.To));
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return WindowRow.Read(rows, extent.Name);
            }
        }
    }

    /// <summary>Start of the window that a time lies in, or the time itself where no window covers it.</summary>
    public static long StartOf(DbConnection connection, Extent extent, long time) =>
        connection.QueryFirstOrDefault<(long? Key, long Length)>(
            "SELECT key, len_ms FROM windows WHERE key >= @low AND key <= @high ORDER BY key DESC LIMIT 1",
            new { low = RowKey.Of(extent.Host, Level.Raw, 0), high = RowKey.Of(extent.Host, Level.Raw, time) }) is { Key: { } key, Length: var length }
        && RowKey.TimeOf(key) + length > time
            ? RowKey.TimeOf(key)
            : time;

    private static object Keys(Extent extent, Segment segment) =>
        new { low = RowKey.Of(extent.Host, segment.Level, segment.From), high = RowKey.Of(extent.Host, segment.Level, segment.To) };

    private static void Add(DbCommand command, string name, long value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
