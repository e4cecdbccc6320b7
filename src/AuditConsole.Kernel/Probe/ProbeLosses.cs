namespace AuditConsole.Kernel.Probe;

/// <summary>Records that the kernel counted as lost, by the reason it gave. Immutable.</summary>
/// <param name="Backlog">The backlog was over its limit ("backlog limit exceeded").</param>
/// <param name="RateLimit">More records a second than the rate limit ("rate limit exceeded").</param>
/// <param name="OutOfMemory">There was no memory for the record ("out of memory in …").</param>
/// <param name="RetryOverflow">auditd did not read, and the queue of what it shall be offered again was full ("kauditd retry queue overflow").</param>
/// <param name="HoldOverflow">There was no auditd, and the queue of what waits for one was full ("kauditd hold queue overflow").</param>
/// <param name="Other">Any other reason, or one that could not be read, also because the kernel skipped the program.</param>
/// <remarks>Source: the calls of <c>audit_log_lost</c> in <c>kernel/audit.c</c>. Their sum is what <c>lost</c> of AUDIT_GET has risen by.</remarks>
public sealed record ProbeLosses(ulong Backlog, ulong RateLimit, ulong OutOfMemory, ulong RetryOverflow, ulong HoldOverflow, ulong Other)
{
    /// <summary>All of them together, in records.</summary>
    public ulong Total => Backlog + RateLimit + OutOfMemory + RetryOverflow + HoldOverflow + Other;
}
