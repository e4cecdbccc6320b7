using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>The kernel's words for what a CONFIG_CHANGE record changes.</summary>
internal static class CounterNames
{
    private const string SettingPrefix = "audit_";

    public static string Of(AuditCounter counter) => counter switch
    {
        AuditCounter.Lost => "lost",
        AuditCounter.BacklogWaitTimeActual => "backlog_wait_time_actual",
        _ => "backlog_max_depth",
    };

    /// <summary>The counter that a record says was cleared; <see langword="null"/> where it says something else.</summary>
    public static AuditCounter? CounterOf(ConfigChange change) => change is { Value: 0, Allowed: true }
        ? Enum.GetValues<AuditCounter>().Where(counter => Of(counter) == change.Name).Select(counter => (AuditCounter?)counter).FirstOrDefault()
        : null;

    /// <summary>The field of the status that a record says was set, in the status's own word; <see langword="null"/> likewise.</summary>
    public static string? SettingOf(ConfigChange change) =>
        change.Name.StartsWith(SettingPrefix, StringComparison.Ordinal) ? change.Name[SettingPrefix.Length..] : null;
}
