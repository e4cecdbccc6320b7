namespace AuditConsole.Monitoring.History.Sqlite;

/// <summary>Times in the file: whole Unix milliseconds.</summary>
internal static class SqliteTime
{
    public static DateTimeOffset? Read(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
