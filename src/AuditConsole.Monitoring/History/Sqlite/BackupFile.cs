using AuditConsole.Monitoring.History.Sql;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>Writes a copy beside its final name, so that a file of that name is always whole.</summary>
internal static class BackupFile
{
    /// <exception cref="HistoryException">The file exists, or cannot be written.</exception>
    public static async Task WriteAsync(string file, Func<SqliteConnection, Task> fill)
    {
        if (File.Exists(file))
        {
            throw new HistoryException($"{file} exists already; name a file that does not.");
        }

        var partial = $"{file}.partial";
        try
        {
            File.Delete(partial);
            var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = partial, Pooling = false }.ConnectionString);
            await using (copy.ConfigureAwait(false))
            {
                await copy.OpenAsync().ConfigureAwait(false);
                await fill(copy).ConfigureAwait(false);
            }

            File.Move(partial, file);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new HistoryException($"The copy {file} cannot be written ({e.Message.TrimEnd('.')}).", e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Creates the tables and copies all rows from another database that has them.</summary>
    public static void CopyTables(System.Data.Common.DbConnection from, System.Data.Common.DbTransaction snapshot, SqliteConnection to, CancellationToken cancellationToken)
    {
        SqliteSchema.Migrate(to);
        using var transaction = to.BeginTransaction();
        foreach (var (table, columns) in SqlSchema.Tables)
        {
            using var insert = to.CreateCommand();
            insert.Transaction = transaction;
#pragma warning disable CA2100 // Names of tables and columns alone.
            insert.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
            using var select = from.CreateCommand();
            select.Transaction = snapshot;
            select.CommandText = $"SELECT {string.Join(", ", columns)} FROM {table}";
#pragma warning restore CA2100
            using var rows = select.ExecuteReader();
            for (var i = 0; i < columns.Count; i++)
            {
                insert.Parameters.Add(new SqliteParameter($"@p{i}", DBNull.Value));
            }

            while (rows.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = 0; i < columns.Count; i++)
                {
                    insert.Parameters[i].Value = rows.GetValue(i);
                }

                insert.ExecuteNonQuery();
            }
        }

        transaction.Commit();
    }
}
