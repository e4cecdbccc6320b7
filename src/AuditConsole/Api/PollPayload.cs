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

    /// <summary>The lowest peak of the windows the row stands for; absent where it is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public uint? PeakMin { get; init; }

    /// <summary>How many of them went over their limit; likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? OverLimit { get; init; }

    /// <summary>How much of their time nobody watched, in milliseconds; likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? UnwatchedMs { get; init; }

    /// <summary>How their peaks are known; likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Tier>? Tiers { get; init; }

    public long BlindMs { get; init; }

    /// <summary>Only in exported files: how long the backlog stood at each depth, as pairs of records and milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<long[]>? Histogram { get; init; }

    public bool Gap { get; init; }

    /// <summary>How many stored windows the row stands for.</summary>
    public int Windows { get; init; } = 1;

    /// <summary>What explains the peak and the losses; null where nothing does.</summary>
    public DetailsPayload? Details { get; init; }

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
        PeakMin = window.Windows > 1 ? window.PeakMin : null,
        OverLimit = window.Windows > 1 ? window.OverLimitWindows : null,
        UnwatchedMs = window.Windows > 1 ? (long)window.Unwatched.TotalMilliseconds : null,
        Tiers = window.Windows > 1 ? [.. window.Tiers.Tiers] : null,
        Details = DetailsPayload.Of(window.Details),
    };

    /// <summary>With how long the backlog stood at each depth, as exported files have it.</summary>
    public static PollPayload WithHistogram(PollWindow window) => Of(window) with
    {
        Histogram = window.Histogram is { } histogram ? [.. histogram.Buckets.Select(bucket => new[] { bucket.Depth, bucket.Weight })] : null,
    };

    public PollWindow ToWindow(string host)
    {
        var window = Single(host);
        return Windows > 1
            ? window with
            {
                PeakMin = PeakMin ?? Peak,
                OverLimitWindows = OverLimit ?? window.OverLimitWindows,
                Unwatched = UnwatchedMs is { } ms ? TimeSpan.FromMilliseconds(ms) : window.Unwatched,
                Tiers = Tiers?.Aggregate(default(TierSet), (all, tier) => all | TierSet.Of(tier)) ?? window.Tiers,
            }
            : window;
    }

    private PollWindow Single(string host) => new()
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
        Histogram = Histogram is null ? null : BacklogHistogram.Of(Histogram.Where(bucket => bucket.Length == 2).Select(bucket => ((uint)bucket[0], bucket[1]))),
        Details = Details?.ToDetails(),
    };
}
