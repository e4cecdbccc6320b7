using System.Text.Json.Serialization;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Api;

/// <summary>A window, or several taken together, in the API, the hub and exported files.</summary>
public sealed record PollPayload
{
    /// <summary>Only in exported files, where the windows of several hosts follow one another.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Host { get; init; }

    public long Seq { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required uint Peak { get; init; }

    public DateTimeOffset? PeakAt { get; init; }

    public required Bound Bound { get; init; }

    public required Tier Tier { get; init; }

    public bool Recovered { get; init; }

    public required uint Backlog { get; init; }

    public required uint BacklogLimit { get; init; }

    public long? Lost { get; init; }

    /// <summary>Seconds waited, summed over all tasks.</summary>
    public double? Wait { get; init; }

    /// <summary>The same in ticks of the kernel's clock.</summary>
    public long? WaitTicks { get; init; }

    public double? Mean { get; init; }

    public uint? P50 { get; init; }

    public uint? P99 { get; init; }

    public long BlindMs { get; init; }

    public bool Gap { get; init; }

    /// <summary>How many stored windows the row stands for.</summary>
    public int Windows { get; init; } = 1;

    public static PollPayload Of(PollWindow window) => new()
    {
        Seq = window.Seq,
        From = window.From,
        To = window.To,
        Peak = window.Peak,
        PeakAt = window.PeakAt,
        Bound = window.Bound,
        Tier = window.Tier,
        Recovered = window.Recovered,
        Backlog = window.Backlog,
        BacklogLimit = window.BacklogLimit,
        Lost = window.Lost,
        Wait = window.Wait?.TotalSeconds,
        WaitTicks = window.WaitTicks,
        Mean = window.Mean is { } mean ? Math.Round(mean, 3) : null,
        P50 = window.P50,
        P99 = window.P99,
        BlindMs = (long)window.Blind.TotalMilliseconds,
        Gap = window.Gap,
        Windows = window.Windows,
    };

    public PollWindow ToWindow(string host) => new()
    {
        Host = host,
        Seq = Seq,
        From = From,
        To = To,
        Peak = Peak,
        PeakAt = PeakAt,
        Bound = Bound,
        Tier = Tier,
        Recovered = Recovered,
        Backlog = Backlog,
        BacklogLimit = BacklogLimit,
        Lost = Lost,
        Wait = Wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        WaitTicks = WaitTicks,
        Mean = Mean,
        P50 = P50,
        P99 = P99,
        Blind = TimeSpan.FromMilliseconds(BlindMs),
        Gap = Gap,
        Windows = Windows,
    };
}
