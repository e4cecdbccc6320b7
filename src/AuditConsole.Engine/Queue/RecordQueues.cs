using AuditConsole.Engine.Statistics;

namespace AuditConsole.Engine.Queue;

/// <summary>The three queues. Only the main one is the backlog; the worst case of memory is all three full.</summary>
internal sealed class RecordQueues(uint mostRecords, MarkMode mode, BacklogStatistics statistics)
{
    /// <summary><c>audit_queue</c>: what was logged and kauditd has not yet taken.</summary>
    public BacklogQueue<QueuedRecord> Main { get; } = new(mode, statistics);

    /// <summary><c>audit_retry_queue</c>: what a connected auditd did not take.</summary>
    public OverflowQueue Retry { get; } = new();

    /// <summary><c>audit_hold_queue</c>: what waits for an auditd to come.</summary>
    public OverflowQueue Hold { get; } = new();

    public bool IsOutOfMemory => Main.Backlog + (long)Retry.Count + Hold.Count >= mostRecords;
}
