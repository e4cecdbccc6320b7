using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Watchers;

/// <summary>Sees the backlog before each record leaves the queue. Any thread may call; only the host monitor takes.</summary>
public interface IBacklogProbe : IDisposable
{
    /// <summary>How it is attached, for people: <c>fentry</c> or <c>kprobe</c>.</summary>
    string Hook { get; }

    /// <summary>Whether it has been seen to count. Until then it is armed and proves nothing.</summary>
    bool IsVerified { get; }

    /// <summary>The highest backlog since the last take, in records; ends nothing.</summary>
    uint Peak { get; }

    /// <summary>Makes the kernel write a record and waits until it is seen; must not block.</summary>
    /// <returns>Whether it was.</returns>
    Task<bool> ProveAsync(TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Ends the window and begins the next.</summary>
    ProbeTake Take();
}

/// <summary>What a probe saw within a window.</summary>
/// <param name="Peak">The highest backlog before a record left, in records; 0 where none did.</param>
/// <param name="PeakAt">When.</param>
/// <param name="Records">How many records left the queue.</param>
/// <param name="Summary">The backlog: its quantiles by records, its mean by time where the probe keeps one.</param>
/// <param name="MeanWait">Mean time a record was in the queue, where the probe keeps one.</param>
/// <param name="Losses">Records lost, by cause; <see langword="null"/> where it does not see them.</param>
/// <param name="Doubts">Why the peak may be higher, one sentence each; empty when it is certain.</param>
public sealed record ProbeTake(
    uint Peak, DateTimeOffset? PeakAt, long Records, BacklogSummary Summary, TimeSpan? MeanWait, ProbeLossCounts? Losses, IReadOnlyList<string> Doubts);

/// <summary>Records lost by the reason the kernel gave (<c>audit_log_lost</c> in <c>kernel/audit.c</c>).</summary>
public sealed record ProbeLossCounts(long BacklogLimit, long RateLimit, long OutOfMemory, long RetryQueue, long HoldQueue, long Other);

/// <summary>What came of starting a probe.</summary>
/// <param name="Probe">The probe; <see langword="null"/> where every way was refused.</param>
/// <param name="Refusals">Why each way tried before was refused, one sentence each.</param>
/// <param name="Without">What the probe does not see, and why, one sentence each.</param>
public sealed record ProbeAttempt(IBacklogProbe? Probe, IReadOnlyList<string> Refusals, IReadOnlyList<string> Without);
