namespace AuditConsole.Advice;

/// <summary>What is known of a host beside its windows. Where it is not watched, only the limit is.</summary>
/// <param name="Host">Its key.</param>
/// <param name="Limit"><c>backlog_limit</c>, in records; 0 = none.</param>
public sealed record AdvisedHost(string Host, uint Limit)
{
    /// <summary>Whether its windows come from elsewhere, so that they may be of any time and from any clock.</summary>
    public bool IsImported { get; init; }

    /// <summary><c>failure</c>: 0 silent, 1 printk, 2 panic.</summary>
    public uint? Failure { get; init; }

    /// <summary>Whether the configuration is locked until the next boot, <c>enabled</c> 2.</summary>
    public bool IsLocked { get; init; }

    /// <summary><c>backlog_wait_time</c> in ticks.</summary>
    public uint? WaitTicks { get; init; }

    /// <summary>Ticks per second.</summary>
    public int? Hz { get; init; }

    /// <summary>The machine's memory in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary><c>backlog_wait_time</c> in seconds, where the tick is known.</summary>
    public double? WaitSeconds => WaitTicks is { } ticks && Hz is > 0 and var hz ? (double)ticks / hz : null;
}
