namespace AuditConsole.Monitoring.History.Sql;

/// <summary>Times in the store: whole Unix milliseconds.</summary>
internal static class UnixTime
{
    public static DateTimeOffset? Read(long? milliseconds) =>
        milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
