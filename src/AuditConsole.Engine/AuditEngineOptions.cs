namespace AuditConsole.Engine;

/// <summary>How an <see cref="AuditEngine"/> starts; AUDIT_SET changes the values while it runs.</summary>
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

    /// <exception cref="ArgumentOutOfRangeException">A value is out of the range its description gives.</exception>
    internal void Check()
    {
        Require(Enabled <= 2, nameof(Enabled), Enabled, "0, 1 or 2");
        Require(Failure <= 2, nameof(Failure), Failure, "0, 1 or 2");
        Require(Hz is >= 1 and <= 1000, nameof(Hz), Hz, "1 to 1000");
        var longestWait = LongestWaitSeconds * (uint)Hz;
        Require(BacklogWaitTime <= longestWait, nameof(BacklogWaitTime), BacklogWaitTime, $"0 to {longestWait} jiffies ({LongestWaitSeconds} s)");
    }

    private static void Require(bool inRange, string name, object value, string accepted)
    {
        if (!inRange)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Accepted are {accepted}.");
        }
    }
}
