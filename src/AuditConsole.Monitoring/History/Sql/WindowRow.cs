using System.Data.Common;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>A row of the table <c>windows</c>: one window, or all windows of a span taken together.</summary>
/// <remarks>
/// Most rows are single windows, of which there are millions, so the commonest values are those that SQLite keeps in no bytes: 0 and
/// NULL. Times are distances from the start, what only a sum needs is in one column, and the strongest tier is 0.
/// </remarks>
internal static class WindowRow
{
    public const string Columns =
        "key, len_ms, seq, peak, peak_at_ms, flags, backlog, backlog_limit, lost, wait_ticks, wait_us, mean_milli, p50, p99, blind_ms, " +
        "sum, details, histogram";

    private const Tier Strongest = Tier.Kernel;
    private const int RecoveredFlag = 1 << 4;
    private const int GapFlag = 1 << 5;
    private const int BoundShift = 3;
    private const int TierMask = (1 << BoundShift) - 1;

    /// <summary>A command that inserts rows, unless there is one of that key already.</summary>
    public static DbCommand Inserting(DbConnection connection, DbTransaction transaction)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        var names = Columns.Split(", ").Append("imported_ms").ToList();
#pragma warning disable CA2100 // Column names alone.
        command.CommandText = $"INSERT INTO windows ({string.Join(", ", names)}) VALUES ({string.Join(", ", names.Select(name => $"@{name}"))}) ON CONFLICT (key) DO NOTHING";
#pragma warning restore CA2100
        foreach (var name in names)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Inserts a row with a command of <see cref="Inserting"/>.</summary>
    /// <returns>Whether it is new.</returns>
    public static bool Insert(DbCommand command, long host, int level, PollWindow window, DateTimeOffset? importedAt = null)
    {
        var from = window.From.ToUnixTimeMilliseconds();
        var isSum = level != Level.Raw || window.Windows > 1;

        // Quantiles follow from the histogram.
        var (p50, p99) = window.Histogram is null ? (window.P50, window.P99) : (null, null);
        Span<object?> values =
        [
            RowKey.Of(host, level, from),
            window.To.ToUnixTimeMilliseconds() - from - (level == Level.Raw ? 0 : Level.Span(level)),
            level == Level.Raw ? window.Seq : 0,
            (long)window.Peak,
            window.PeakAt?.ToUnixTimeMilliseconds() - from,
            Flags(window),
            (long)window.Backlog,
            (long)window.BacklogLimit,
            window.Lost,
            window.WaitTicks,
            (long?)window.Wait?.TotalMicroseconds,
            window.Mean is { } mean ? (long)Math.Round(mean * 1000) : null,
            (long?)p50,
            (long?)p99,
            (long)window.Blind.TotalMilliseconds,
            isSum ? SumBytes.Write(window) : null,
            DetailsText.Write(window.Details),
            window.Histogram?.Write(),
            importedAt?.ToUnixTimeMilliseconds(),
        ];
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQuery() > 0;
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    /// <exception cref="HistoryException">It is not what <see cref="Insert"/> writes.</exception>
    public static PollWindow Read(DbDataReader row, string host)
    {
        var key = row.GetInt64(0);
        var from = RowKey.TimeOf(key);
        var flags = (int)row.GetInt64(5);
        var peak = (uint)row.GetInt64(3);
        try
        {
            var histogram = row.IsDBNull(17) ? null : BacklogHistogram.Read(row.GetFieldValue<byte[]>(17));
            var window = new PollWindow
            {
                Host = host,
                From = DateTimeOffset.FromUnixTimeMilliseconds(from),
                To = DateTimeOffset.FromUnixTimeMilliseconds(from + row.GetInt64(1) + Level.Span(RowKey.LevelOf(key))),
                Seq = row.GetInt64(2),
                Peak = peak,
                PeakAt = UnixTime.Read(from + Number(row, 4)),
                Tier = Strongest - (flags & TierMask),
                Bound = (Bound)((flags >> BoundShift) & 1),
                Recovered = (flags & RecoveredFlag) != 0,
                Gap = (flags & GapFlag) != 0,
                Backlog = (uint)row.GetInt64(6),
                BacklogLimit = (uint)row.GetInt64(7),
                Lost = Number(row, 8),
                WaitTicks = Number(row, 9),
                Wait = Number(row, 10) is { } us ? TimeSpan.FromMicroseconds(us) : null,
                Mean = Number(row, 11) / 1000.0,
                P50 = histogram is null ? (uint?)Number(row, 12) : histogram.Quantile(0.50, peak),
                P99 = histogram is null ? (uint?)Number(row, 13) : histogram.Quantile(0.99, peak),
                Blind = TimeSpan.FromMilliseconds(row.GetInt64(14)),
                Details = DetailsText.Read(row.IsDBNull(16) ? null : row.GetString(16)),
                Histogram = histogram,
            };
            return row.IsDBNull(15) ? window : SumBytes.Read(row.GetFieldValue<byte[]>(15), window);
        }
        catch (FormatException e)
        {
            throw new HistoryException($"A window of {host} cannot be read ({e.Message}) The history was changed by another program, or is damaged.", e);
        }
    }

    private static long Flags(PollWindow window) =>
        (long)(Strongest - window.Tier)
        | ((long)window.Bound << BoundShift)
        | (window.Recovered ? (long)RecoveredFlag : 0)
        | (window.Gap ? (long)GapFlag : 0);

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
