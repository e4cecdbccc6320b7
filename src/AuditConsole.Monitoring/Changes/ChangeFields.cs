using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>The fields of the status that an operator may change.</summary>
public static class ChangeFields
{
    /// <summary>In the order in which they are sent. <c>enabled</c> is last, since 2 locks all others until the next boot.</summary>
    public static IReadOnlyList<AuditSetting> InOrder { get; } =
        [AuditSetting.BacklogLimit, AuditSetting.BacklogWaitTime, AuditSetting.RateLimit, AuditSetting.Failure, AuditSetting.Enabled];

    /// <summary>The kernel's name of a field.</summary>
    public static string NameOf(AuditSetting field) => field switch
    {
        AuditSetting.BacklogLimit => "backlog_limit",
        AuditSetting.BacklogWaitTime => "backlog_wait_time",
        AuditSetting.RateLimit => "rate_limit",
        AuditSetting.Failure => "failure",
        AuditSetting.Enabled => "enabled",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field that an operator may change."),
    };

    /// <summary>A field's value; <see langword="null"/> where this kernel has no such field.</summary>
    public static uint? Read(AuditStatus status, AuditSetting field)
    {
        ArgumentNullException.ThrowIfNull(status);
        return field switch
        {
            AuditSetting.BacklogLimit => status.BacklogLimit,
            AuditSetting.BacklogWaitTime => status.BacklogWaitTime,
            AuditSetting.RateLimit => status.RateLimit,
            AuditSetting.Failure => status.Failure,
            AuditSetting.Enabled => status.Enabled,
            _ => null,
        };
    }

    /// <summary>The status with another value of one field.</summary>
    public static AuditStatus With(AuditStatus status, AuditSetting field, uint value)
    {
        ArgumentNullException.ThrowIfNull(status);
        return field switch
        {
            AuditSetting.BacklogLimit => status with { BacklogLimit = value },
            AuditSetting.BacklogWaitTime => status with { BacklogWaitTime = value },
            AuditSetting.RateLimit => status with { RateLimit = value },
            AuditSetting.Failure => status with { Failure = value },
            AuditSetting.Enabled => status with { Enabled = value },
            _ => status,
        };
    }
}
