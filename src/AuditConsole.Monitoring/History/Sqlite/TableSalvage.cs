using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>Copies every row of a table that can still be read from a damaged file, and names the ranges of keys that cannot.</summary>
/// <remarks>
/// A damaged page hides its rows and ends a scan. So a range is read from both ends up to the damage, and what lies between is halved
/// until the pieces are short: readable pages between two damaged ones are found that way.
/// </remarks>
internal sealed class TableSalvage
{
    // Where the root of a table is damaged no range can be read, however short.
    private const int MostFailures = 4_000;

    private readonly SqliteConnection _damaged;
    private readonly string _table;
    private readonly string _key;
    private readonly long _smallest;
    private readonly SqliteCommand _insert;

    /// <param name="damaged">The file that is damaged.</param>
    /// <param name="copy">The file to write to.</param>
    /// <param name="transaction">Its transaction.</param>
    /// <param name="table">The table, in both.</param>
    /// <param name="columns">Its columns; the first is the integer key.</param>
    /// <param name="smallest">Ranges of keys shorter than this are not halved any more.</param>
    public TableSalvage(SqliteConnection damaged, SqliteConnection copy, SqliteTransaction transaction, string table, IReadOnlyList<string> columns, long smallest)
    {
        (_damaged, _table, _key, _smallest) = (damaged, table, columns[0], smallest);
        Columns = string.Join(", ", columns);
        _insert = copy.CreateCommand();
        _insert.Transaction = transaction;
#pragma warning disable CA2100 // Names of tables and columns alone.
        _insert.CommandText = $"INSERT INTO {table} ({Columns}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))}) ON CONFLICT DO NOTHING";
#pragma warning restore CA2100
        for (var i = 0; i < columns.Count; i++)
        {
            _insert.Parameters.Add(new SqliteParameter($"@p{i}", DBNull.Value));
        }
    }

    /// <summary>How many rows were copied.</summary>
    public long Copied { get; private set; }

    /// <summary>Ranges of keys, both ends exclusive, in which rows may be missing.</summary>
    public List<(long After, long Before)> Missing { get; } = [];

    private string Columns { get; }

    /// <summary>Copies all rows with a key within [<paramref name="low"/>, <paramref name="high"/>].</summary>
    public void Run(long low, long high)
    {
        // The widest first: what is left when the patience is over is known as narrowly as it allowed.
        var ranges = new PriorityQueue<(long Low, long High), long>();
        ranges.Enqueue((low, high), low - high);
        for (var failures = 0; ranges.TryDequeue(out var range, out _);)
        {
            if (failures >= MostFailures)
            {
                Missing.Add((range.Low - 1, range.High + 1));
            }
            else if (Scan(range.Low, range.High, "ASC") is { } from)
            {
                failures++;
                var to = Scan(from, range.High, "DESC") ?? from;
                if (to - from < _smallest)
                {
                    Missing.Add((from - 1, to + 1));
                    continue;
                }

                var middle = from + ((to - from) / 2);
                ranges.Enqueue((from, middle), from - middle);
                ranges.Enqueue((middle + 1, to), middle + 1 - to);
            }
        }

        JoinNeighbours();
    }

    // The halves of a range in which nothing was found are one range again.
    private void JoinNeighbours()
    {
        var sorted = Missing.Order().ToList();
        Missing.Clear();
        foreach (var range in sorted)
        {
            if (Missing.Count > 0 && range.After <= Missing[^1].Before)
            {
                Missing[^1] = (Missing[^1].After, Math.Max(Missing[^1].Before, range.Before));
            }
            else
            {
                Missing.Add(range);
            }
        }
    }

    // The key from which on nothing was read, or null when the scan came to its end.
    private long? Scan(long low, long high, string direction)
    {
        var next = direction == "ASC" ? low : high;
        try
        {
            using var select = _damaged.CreateCommand();
#pragma warning disable CA2100
            select.CommandText = $"SELECT {Columns} FROM {_table} WHERE {_key} >= @low AND {_key} <= @high ORDER BY {_key} {direction}";
#pragma warning restore CA2100
            select.Parameters.AddWithValue("@low", low);
            select.Parameters.AddWithValue("@high", high);
            using var rows = select.ExecuteReader();
            while (rows.Read())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    _insert.Parameters[i].Value = rows.GetValue(i);
                }

                Copied += _insert.ExecuteNonQuery();
                next = rows.GetInt64(0) + (direction == "ASC" ? 1 : -1);
            }

            return null;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SqliteStore.Corrupt or SqliteStore.NotADatabase or SqliteStore.IoError)
        {
            return next;
        }
    }
}
