namespace AuditConsole.Protocol;

/// <summary>Which field of <see cref="AuditStatus"/> an AUDIT_SET means. Every request of this console carries exactly one bit.</summary>
/// <remarks>Source: <c>AUDIT_STATUS_*</c> in <c>include/uapi/linux/audit.h</c>; <see cref="BacklogMaxDepth"/> from the patch of 2026-03-23.</remarks>
[Flags]
public enum AuditStatusMask : uint
{
    /// <summary>No field; the mask of every reply.</summary>
    None = 0,

    /// <summary><c>AUDIT_STATUS_ENABLED</c>.</summary>
    Enabled = 0x0001,

    /// <summary><c>AUDIT_STATUS_FAILURE</c>.</summary>
    Failure = 0x0002,

    /// <summary><c>AUDIT_STATUS_PID</c>.</summary>
    Pid = 0x0004,

    /// <summary><c>AUDIT_STATUS_RATE_LIMIT</c>.</summary>
    RateLimit = 0x0008,

    /// <summary><c>AUDIT_STATUS_BACKLOG_LIMIT</c>.</summary>
    BacklogLimit = 0x0010,

    /// <summary><c>AUDIT_STATUS_BACKLOG_WAIT_TIME</c>.</summary>
    BacklogWaitTime = 0x0020,

    /// <summary><c>AUDIT_STATUS_LOST</c>: read and clear the count of lost records.</summary>
    Lost = 0x0040,

    /// <summary><c>AUDIT_STATUS_BACKLOG_WAIT_TIME_ACTUAL</c>: read and clear the summed waiting time.</summary>
    BacklogWaitTimeActual = 0x0080,

    /// <summary><c>AUDIT_STATUS_BACKLOG_MAX_DEPTH</c>: read and clear the high-water mark.</summary>
    BacklogMaxDepth = 0x0100,
}
