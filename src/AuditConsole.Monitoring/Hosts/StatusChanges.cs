using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What changed in the configuration between two answers, in sentences.</summary>
internal static class StatusChanges
{
    public static IEnumerable<(string Field, string Text, uint? Value)> Between(AuditStatus before, AuditStatus after)
    {
        (string Name, uint? Before, uint? After)[] fields =
        [
            ("enabled", before.Enabled, after.Enabled),
            ("failure", before.Failure, after.Failure),
            ("pid", before.Pid, after.Pid),
            ("rate_limit", before.RateLimit, after.RateLimit),
            ("backlog_limit", before.BacklogLimit, after.BacklogLimit),
            ("backlog_wait_time", before.BacklogWaitTime, after.BacklogWaitTime),
        ];
        return fields
            .Where(field => field.Before != field.After)
            .Select(field => (field.Name, $"{field.Name} changed from {field.Before} to {field.After}, not through this console.", field.After));
    }
}
