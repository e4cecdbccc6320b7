using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Changes;

/// <summary>What an operator asks to change. A field that is <see langword="null"/> stays as it is.</summary>
public sealed record ConfigChangeRequest
{
    /// <summary><c>backlog_limit</c> in records; 0 = no limit.</summary>
    public uint? BacklogLimit { get; init; }

    /// <summary><c>backlog_wait_time</c> in ticks, at most 600 seconds' worth.</summary>
    public uint? BacklogWaitTime { get; init; }

    /// <summary><c>rate_limit</c> in records a second; 0 = no limit.</summary>
    public uint? RateLimit { get; init; }

    /// <summary><c>failure</c>: 0 silent, 1 printk, 2 panic.</summary>
    public uint? Failure { get; init; }

    /// <summary><c>enabled</c>: 0 off, 1 on, 2 on and locked until the next boot.</summary>
    public uint? Enabled { get; init; }

    /// <summary>The old values return after this time unless the change is confirmed; <see langword="null"/> to change for good.</summary>
    public TimeSpan? ConfirmWithin { get; init; }

    /// <summary>The fields that are asked for, in the order in which they are sent.</summary>
    public IReadOnlyList<(AuditSetting Field, uint Value)> Fields =>
        [.. ChangeFields.InOrder.Where(name => ValueOf(name) is not null).Select(name => (name, ValueOf(name)!.Value))];

    /// <summary>What is asked of a field; <see langword="null"/> when nothing is.</summary>
    public uint? ValueOf(AuditSetting field) => field switch
    {
        AuditSetting.BacklogLimit => BacklogLimit,
        AuditSetting.BacklogWaitTime => BacklogWaitTime,
        AuditSetting.RateLimit => RateLimit,
        AuditSetting.Failure => Failure,
        AuditSetting.Enabled => Enabled,
        _ => null,
    };
}
