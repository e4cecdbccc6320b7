using System.Text.Json.Serialization;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Api;

/// <summary>A host as <c>GET /api/v1/hosts</c> lists it.</summary>
public sealed record HostPayload(string Host, HostSource Source, Tier? Tier, string? TierReason, bool Connected, DateTimeOffset? Since);

/// <summary>What a host says of itself now, and the mark shown.</summary>
public record StatusPayload
{
    public required DateTimeOffset At { get; init; }

    public HostSource Source { get; init; }

    public uint Enabled { get; init; }

    public uint Failure { get; init; }

    public uint Pid { get; init; }

    public uint RateLimit { get; init; }

    public uint BacklogLimit { get; init; }

    public uint Lost { get; init; }

    /// <summary>Records lost since the operator's baseline.</summary>
    public long LostSinceReset { get; init; }

    public uint Backlog { get; init; }

    /// <summary>In ticks of 1/<see cref="Hz"/> s.</summary>
    public uint? BacklogWaitTime { get; init; }

    /// <summary>In ticks of 1/<see cref="Hz"/> s, summed over all tasks.</summary>
    public uint? BacklogWaitTimeActual { get; init; }

    /// <summary>The highest backlog since <see cref="BacklogMaxDepthSince"/>, whatever the polls cleared in between.</summary>
    public uint BacklogMaxDepth { get; init; }

    /// <summary>The operator's baseline.</summary>
    public DateTimeOffset BacklogMaxDepthSince { get; init; }

    /// <summary>What the source's own mark stands at now; null where it keeps none.</summary>
    public uint? BacklogMaxDepthSource { get; init; }

    public Tier Tier { get; init; }

    /// <summary>Limit − highest of the last window's peak and the backlog now; may be negative; null without a limit.</summary>
    public long? Headroom { get; init; }

    public double? Utilization { get; init; }

    public int? Hz { get; init; }

    /// <summary>How long the audit subsystem has been holding this console's request; null when it is not.</summary>
    public double? HeldSeconds { get; init; }

    /// <summary>Highest backlog known of the window under way.</summary>
    public uint OpenPeak { get; init; }

    public static StatusPayload Of(HostDescription host, Snapshot snapshot) => new()
    {
        At = snapshot.At,
        Source = host.Source,
        Enabled = snapshot.Status.Enabled,
        Failure = snapshot.Status.Failure,
        Pid = snapshot.Status.Pid,
        RateLimit = snapshot.Status.RateLimit,
        BacklogLimit = snapshot.Status.BacklogLimit,
        Lost = snapshot.Status.Lost,
        LostSinceReset = snapshot.Mark.Lost,
        Backlog = snapshot.Status.Backlog,
        BacklogWaitTime = snapshot.Status.BacklogWaitTime,
        BacklogWaitTimeActual = snapshot.Status.BacklogWaitTimeActual,
        BacklogMaxDepth = snapshot.Mark.Value,
        BacklogMaxDepthSince = snapshot.Mark.Since,
        BacklogMaxDepthSource = snapshot.Status.BacklogMaxDepth,
        Tier = snapshot.Tier,
        Headroom = snapshot.Headroom,
        Utilization = snapshot.Utilization,
        Hz = host.Hz,
        HeldSeconds = snapshot.HeldFor?.TotalSeconds,
        OpenPeak = snapshot.OpenPeak,
    };
}

/// <summary>The backlog of the last minutes, for a chart that opens now: two arrays of the same length.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Backlog">Records.</param>
public sealed record SnapshotsPayload(IReadOnlyList<long> At, IReadOnlyList<uint> Backlog);

/// <summary>What a reset returned.</summary>
public sealed record ResetPayload(
    uint Value,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ResetKind? Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Tier? Tier);

/// <summary>A list under a name, so that more can stand beside it later.</summary>
public sealed record PollsPayload(IReadOnlyList<PollPayload> Polls);
