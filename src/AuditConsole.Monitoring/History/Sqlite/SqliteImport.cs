using AuditConsole.Monitoring.Windows;
using Dapper;
using Microsoft.Data.Sqlite;

namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>Takes in windows of other files in one transaction.</summary>
internal static class SqliteImport
{
    public static ImportResult Run(SqliteConnection connection, IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken)
    {
        using var transaction = connection.BeginTransaction();
        int added = 0, unchanged = 0, overlapping = 0;
        foreach (var host in windows.Select(window => window.Host).Distinct(StringComparer.Ordinal))
        {
            connection.Execute(
                "INSERT INTO hosts (host, source) VALUES (@host, @source) ON CONFLICT DO NOTHING",
                new { host, source = (long)HostSource.Imported },
                transaction);
        }

        foreach (var window in windows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = WindowRow.From(window, at);
            var neighbour = connection.QueryFirstOrDefault<(long? From, long? To)>(
                "SELECT from_ms, to_ms FROM windows WHERE host = @host AND from_ms < @to_ms ORDER BY from_ms DESC LIMIT 1", row, transaction);
            if (neighbour.From == row.from_ms && neighbour.To == row.to_ms)
            {
                unchanged++;
            }
            else if (neighbour.To > row.from_ms)
            {
                overlapping++;
            }
            else
            {
                added += connection.Execute(WindowRow.Insert, row, transaction);
            }
        }

        transaction.Commit();
        return new ImportResult(added, unchanged, overlapping);
    }
}
