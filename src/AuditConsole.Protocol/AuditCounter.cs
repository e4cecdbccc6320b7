namespace AuditConsole.Protocol;

/// <summary>A counter that can be read and cleared in one atomic step.</summary>
public enum AuditCounter
{
    /// <summary><c>lost</c>, in records.</summary>
    Lost = (int)AuditStatusMask.Lost,

    /// <summary><c>backlog_wait_time_actual</c>, in jiffies.</summary>
    BacklogWaitTimeActual = (int)AuditStatusMask.BacklogWaitTimeActual,

    /// <summary><c>backlog_max_depth</c>, in records.</summary>
    BacklogMaxDepth = (int)AuditStatusMask.BacklogMaxDepth,
}

/// <summary>A field of the status that can be set.</summary>
public enum AuditSetting
{
    /// <summary><c>enabled</c>: 0, 1, or 2 (locked until the next boot).</summary>
    Enabled = (int)AuditStatusMask.Enabled,

    /// <summary><c>failure</c>: 0, 1 or 2.</summary>
    Failure = (int)AuditStatusMask.Failure,

    /// <summary><c>pid</c>: the caller's own process id to register as auditd, 0 to unregister.</summary>
    Pid = (int)AuditStatusMask.Pid,

    /// <summary><c>rate_limit</c>: records per second, 0 = no limit.</summary>
    RateLimit = (int)AuditStatusMask.RateLimit,

    /// <summary><c>backlog_limit</c>: records, 0 = no limit.</summary>
    BacklogLimit = (int)AuditStatusMask.BacklogLimit,

    /// <summary><c>backlog_wait_time</c>: jiffies, at most 600 seconds' worth.</summary>
    BacklogWaitTime = (int)AuditStatusMask.BacklogWaitTime,
}
