namespace AuditConsole.Engine;

/// <summary>Why records were lost. Each of them counts into <c>lost</c>, which is one counter for all.</summary>
/// <remarks>Source: the messages given to <c>audit_log_lost</c> in <c>kernel/audit.c</c>.</remarks>
public enum LossReason
{
    /// <summary>"backlog limit exceeded": the main queue was over its limit and the producer could not or would no longer wait.</summary>
    BacklogLimit,

    /// <summary>"rate limit exceeded".</summary>
    RateLimit,

    /// <summary>"kauditd retry queue overflow": auditd did not take the record and the retry queue was full.</summary>
    RetryOverflow,

    /// <summary>"kauditd hold queue overflow": there was no auditd and the hold queue was full.</summary>
    HoldOverflow,

    /// <summary>"out of memory in audit_log_start": the queues together held <see cref="AuditEngineOptions.MostRecords"/>.</summary>
    OutOfMemory,
}
