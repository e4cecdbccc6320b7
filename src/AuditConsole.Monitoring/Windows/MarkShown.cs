namespace AuditConsole.Monitoring.Windows;

/// <summary>The high-water mark since the operator's baseline, whatever the polls have cleared in between.</summary>
/// <param name="Since">The baseline.</param>
/// <param name="Value">The highest backlog since then, in records; a lower bound where the tier is.</param>
/// <param name="ReachedAt">When it was first seen.</param>
/// <param name="Lost">Records lost since the baseline, as far as known.</param>
public sealed record MarkShown(DateTimeOffset Since, uint Value, DateTimeOffset? ReachedAt, long Lost = 0)
{
    // What the source's own mark stood at when the baseline was set: up to there it tells of the time before.
    internal uint SourceFloor { get; init; }

    /// <summary>The mark after a backlog was seen.</summary>
    internal MarkShown Seen(uint backlog, DateTimeOffset? at) =>
        backlog > Value || ReachedAt is null ? this with { Value = Math.Max(backlog, Value), ReachedAt = at } : this;

    /// <summary>The mark after the source reported its own.</summary>
    internal MarkShown SourceSeen(uint sourceMark, DateTimeOffset? at) =>
        sourceMark > SourceFloor ? Seen(sourceMark, at) : this;
}
