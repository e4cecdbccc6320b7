namespace AuditConsole.Kernel.Probe.Programs;

/// <summary>Why a record was lost: the order of the counts in the memory.</summary>
internal enum LossReason
{
    Backlog = 0,
    RateLimit = 1,
    OutOfMemory = 2,
    RetryOverflow = 3,
    HoldOverflow = 4,
    Other = 5,
}
