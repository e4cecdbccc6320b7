using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Postgres;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Settings;

namespace AuditConsole.Hosting;

/// <summary>Makes the history that the settings name.</summary>
internal static class HistoryStore
{
    public static IHistory Open(ConsoleSettings settings) => settings.HistoryProvider == HistoryProvider.Postgres
        ? new PostgresHistory(settings.HistoryConnectionString)
        : new SqliteHistory(settings.HistoryConnectionString);
}
