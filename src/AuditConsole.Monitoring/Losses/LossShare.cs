namespace AuditConsole.Monitoring.Losses;

/// <summary>Why records never reached auditd or the log.</summary>
public enum LossCause
{
    /// <summary>Counted in <c>lost</c>, and the evidence does not tell causes apart.</summary>
    Unknown = 0,

    /// <summary>The main queue was over <c>backlog_limit</c>.</summary>
    BacklogLimit = 1,

    /// <summary>More records a second than <c>rate_limit</c>.</summary>
    RateLimit = 2,

    /// <summary>The kernel had no memory for a record.</summary>
    OutOfMemory = 3,

    /// <summary>auditd did not take records, and the queue of those to try again was full.</summary>
    RetryQueue = 4,

    /// <summary>No auditd took records, and the queue that holds them for one was full.</summary>
    HoldQueue = 5,

    /// <summary>No auditd was there and the kernel was not booted with <c>audit=1</c>: records went to the kernel's log at most, and are counted nowhere.</summary>
    Uncounted = 6,

    /// <summary>auditd's own socket was full. Counted by the socket, not in <c>lost</c>.</summary>
    AuditdSocket = 7,

    /// <summary>Lost before this console watched this boot.</summary>
    BeforeStart = 8,
}

/// <summary>Records lost for one cause within a window.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Records">How many; <see langword="null"/> where nobody counted them.</param>
/// <param name="Evidence">What says so, in a sentence.</param>
public sealed record LossShare(LossCause Cause, long? Records, string Evidence)
{
    /// <summary>Whether a higher <c>backlog_limit</c> would have kept these records; <see langword="null"/> where that is not known.</summary>
    /// <remarks>The retry and hold queue are bounded by the same limit (<c>kauditd_retry_skb</c>, <c>kauditd_hold_skb</c> in <c>kernel/audit.c</c>): a higher one delays their overflow and cures nothing.</remarks>
    public bool? LimitHelps => Cause switch
    {
        LossCause.BacklogLimit => true,
        LossCause.Unknown or LossCause.BeforeStart => null,
        _ => false,
    };
}
