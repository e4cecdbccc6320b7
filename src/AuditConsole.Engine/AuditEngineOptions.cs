using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine;

/// <summary>How an <see cref="AuditEngine"/> starts; AUDIT_SET changes the first five while it runs.</summary>
public sealed record AuditEngineOptions
{
    /// <summary>The longest <c>backlog_wait_time</c> that the kernel accepts, in seconds.</summary>
    internal const uint LongestWaitSeconds = 600;

    /// <summary><c>enabled</c>: 0 off, 1 on, 2 on and locked for the life of the engine.</summary>
    public uint Enabled { get; init; } = 1;

    /// <summary><c>backlog_limit</c>, in records; 0 = no limit.</summary>
    public uint BacklogLimit { get; init; } = 64;

    /// <summary><c>backlog_wait_time</c>, in jiffies of 1/<see cref="Hz"/> s: 0 to 600 seconds' worth.</summary>
    public uint BacklogWaitTime { get; init; } = 60_000;

    /// <summary><c>rate_limit</c>, in records per second; 0 = no limit.</summary>
    public uint RateLimit { get; init; }

    /// <summary><c>failure</c>: 0 silent, 1 printk, 2 panic.</summary>
    public uint Failure { get; init; } = 1;

    /// <summary>HZ: jiffies per second, 1 to 1000.</summary>
    public int Hz { get; init; } = 1000;

    /// <summary>
    /// Whether the kernel was booted with <c>audit=1</c>: only then are records kept for an auditd that is not there, up to the limit.
    /// </summary>
    public bool AuditDefault { get; init; }

    /// <summary>The length of <c>struct audit_status</c>: 48 with <c>backlog_max_depth</c>, 44 as stock kernels since 5.9 have it.</summary>
    public int StatusSize { get; init; } = AuditStatus.PatchedSize;

    /// <summary>Whether AUDIT_SET refuses mask bits it does not know, as Linux 7.3 does; up to 6.18 they are ignored.</summary>
    public bool RefuseUnknownFields { get; init; } = true;

    /// <summary>Which length an append raises the mark to: the one it produced itself, or, as the patch does, the one read after it.</summary>
    public MarkMode MarkMode { get; init; } = MarkMode.Exact;

    /// <summary>How long kauditd waits for room in auditd's socket before a try has failed. The kernel's is a tenth of a second.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Records that all queues together hold before the engine is out of memory, 1 or more: about 600 bytes each.</summary>
    public uint MostRecords { get; init; } = 4_194_304;

    /// <summary>
    /// For simulations: one thread makes every call and moves the clock, and whoever is woken goes on within the call that wakes it.
    /// Two runs of the same calls are then the same.
    /// </summary>
    public bool SingleThreaded { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of the range its description gives.</exception>
    internal void Check()
    {
        Require(Enabled <= 2, nameof(Enabled), Enabled, "0, 1 or 2");
        Require(Failure <= 2, nameof(Failure), Failure, "0, 1 or 2");
        Require(Hz is >= 1 and <= 1000, nameof(Hz), Hz, "1 to 1000");
        var longestWait = LongestWaitSeconds * (uint)Hz;
        Require(BacklogWaitTime <= longestWait, nameof(BacklogWaitTime), BacklogWaitTime, $"0 to {longestWait} jiffies ({LongestWaitSeconds} s)");
        Require(
            StatusSize is AuditStatus.StockSize or AuditStatus.PatchedSize,
            nameof(StatusSize),
            StatusSize,
            $"{AuditStatus.StockSize} and {AuditStatus.PatchedSize}");
        Require(Enum.IsDefined(MarkMode), nameof(MarkMode), MarkMode, "Exact and Kernel");
        Require(SendTimeout >= TimeSpan.Zero, nameof(SendTimeout), SendTimeout, "times of 0 or more");
        Require(MostRecords >= 1, nameof(MostRecords), MostRecords, "1 or more");
    }

    private static void Require(bool inRange, string name, object value, string accepted)
    {
        if (!inRange)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Accepted are {accepted}.");
        }
    }
}
