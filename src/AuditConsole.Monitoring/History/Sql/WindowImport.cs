using System.Data.Common;
using AuditConsole.Monitoring.Windows;
using Dapper;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Takes in windows of other files.</summary>
internal static class WindowImport
{
    public static ImportResult Run(
        DbConnection connection, DbTransaction transaction, IReadOnlyList<PollWindow> windows, DateTimeOffset at, CancellationToken cancellationToken)
    {
        int added = 0, unchanged = 0, overlapping = 0;
        foreach (var host in windows.GroupBy(window => window.Host, StringComparer.Ordinal))
        {
            connection.Execute(
                "INSERT INTO hosts (host, source) VALUES (@host, @source) ON CONFLICT DO NOTHING",
                new { host = host.Key, source = (long)HostSource.Imported },
                transaction);
            using var writer = new HostWriter(connection, transaction, host.Key);
            foreach (var window in host.OrderBy(window => window.From))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (from, to) = (window.From.ToUnixTimeMilliseconds(), window.To.ToUnixTimeMilliseconds());
                var neighbour = connection.QueryFirstOrDefault<(long? Key, long Length)>(
                    "SELECT key, len_ms FROM windows WHERE key >= @low AND key < @high ORDER BY key DESC LIMIT 1",
                    new { low = RowKey.Of(writer.Id, Level.Raw, 0), high = RowKey.Of(writer.Id, Level.Raw, to) },
                    transaction);
                var (start, length) = (neighbour.Key is { } key ? RowKey.TimeOf(key) : long.MinValue, neighbour.Length);
                if (start == from && length == to - from)
                {
                    unchanged++;
                }
                else if (neighbour.Key is not null && start + length > from)
                {
                    overlapping++;
                }
                else
                {
                    writer.Add(window, at);
                    added++;
                }
            }
        }

        return new ImportResult(added, unchanged, overlapping);
    }
}
