using AuditConsole.Components;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Configure;

/// <summary>What to know before a change is made.</summary>
internal static class ChangeRemarks
{
    private const double MuchOfTheMachine = 0.05;
    private const uint ShippedWait = 60_000;
    private const int HzOfShippedWait = 1000;
    private static readonly TimeSpan s_longWait = TimeSpan.FromSeconds(60);

    public static IEnumerable<PreviewRemark> Of(ConfigChangeRequest request, HostDescription host, Snapshot latest, IReadOnlyList<SpanEffect> spans, QueueMemory? memory) =>
    [
        .. request.BacklogLimit is { } limit ? Limit(limit, latest.Status, spans, memory) : [],
        .. request.BacklogWaitTime is { } wait ? Wait(wait, host.Hz) : [],
        .. request.RateLimit is > 0 and var rate ? Rate(rate) : [],
        .. request.Failure is { } failure ? Failure(failure, host) : [],
        .. request.Enabled is { } enabled ? Enabled(enabled, host) : [],
    ];

    private static IEnumerable<PreviewRemark> Limit(uint limit, AuditStatus now, IReadOnlyList<SpanEffect> spans, QueueMemory? memory)
    {
        const string Field = "backlog_limit";
        if (limit == 0)
        {
            yield return new(PreviewSeverity.Warn, Field, ConfigureText.UnlimitedMemory);
        }
        else if (now.Backlog > limit)
        {
            yield return new(PreviewSeverity.Danger, Field, $"{Words.Say(ConfigureText.MoreWait, Words.Records(now.Backlog))} {ConfigureText.LaterLosses}");
        }

        foreach (var span in spans.Where(span => span.AtOrOver > 0).Take(1))
        {
            yield return new(PreviewSeverity.Warn, Field,
                Words.Say(ConfigureText.PeaksReached, Words.Count(span.AtOrOver), Words.Counted(span.Rows, SharedText.WindowsOne, SharedText.WindowsMany), Words.Time(span.Span), Words.Count(limit))
                + (limit < now.BacklogLimit || now.BacklogLimit == 0 ? $" {ConfigureText.LaterLosses}" : ""));
        }

        if (spans is [.., { OverTheirLimit: > 0 } over])
        {
            yield return new(PreviewSeverity.Note, Field,
                Words.Say(ConfigureText.PeaksCut, Words.Counted(over.OverTheirLimit, SharedText.WindowsOne, SharedText.WindowsMany), Words.Time(over.Span)));
        }

        if (spans.Any(span => span.LowerBounds))
        {
            yield return new(PreviewSeverity.Note, Field, ConfigureText.PeaksSampled);
        }

        if (memory is { Machine: { } machine } && memory.ThreeQueues > machine * MuchOfTheMachine)
        {
            yield return new(PreviewSeverity.Warn, Field, Words.Say(ConfigureText.MuchMemory, Bytes(memory.ThreeQueues), Bytes(machine)));
        }
    }

    private static IEnumerable<PreviewRemark> Wait(uint wait, int? hz)
    {
        const string Field = "backlog_wait_time";
        if (hz is null)
        {
            yield return new(PreviewSeverity.Note, Field, Words.Say(ConfigureText.TickNotKnown, FieldMeaning.Ticks(wait, hz)));
        }
        else if (wait == ShippedWait && hz != HzOfShippedWait)
        {
            yield return new(PreviewSeverity.Warn, Field, Words.Say(ConfigureText.ShippedWait, Words.Count(wait), FieldMeaning.Ticks(wait, hz), hz, Words.Counted(60L * hz.Value, SharedText.TicksOne, SharedText.TicksMany)));
        }
        else if (TimeSpan.FromSeconds((double)wait / hz.Value) > s_longWait)
        {
            yield return new(PreviewSeverity.Warn, Field, Words.Say(ConfigureText.LongWait, FieldMeaning.Ticks(wait, hz)));
        }

        if (wait == 0)
        {
            yield return new(PreviewSeverity.Warn, Field, ConfigureText.NobodyWaits);
        }
    }

    private static IEnumerable<PreviewRemark> Rate(uint rate) =>
        [new(PreviewSeverity.Warn, "rate_limit", Words.Say(ConfigureText.RateLosses, FieldMeaning.Of(AuditSetting.RateLimit, rate, null)))];

    private static IEnumerable<PreviewRemark> Failure(uint failure, HostDescription host) => failure switch
    {
        0 => [new(PreviewSeverity.Warn, "failure", ConfigureText.SilentRemark)],
        2 when host.Source == HostSource.Engine => [new(PreviewSeverity.Danger, "failure", ConfigureText.PanicEngine)],
        2 => [new(PreviewSeverity.Danger, "failure", ConfigureText.PanicHost)],
        _ => [],
    };

    private static IEnumerable<PreviewRemark> Enabled(uint enabled, HostDescription host) => enabled switch
    {
        0 => [new(PreviewSeverity.Danger, "enabled", ConfigureText.AuditingStops)],
        2 => [new(PreviewSeverity.Danger, "enabled", host.Source == HostSource.Engine ? ConfigureText.LockedEngine : ConfigureText.LockedHost)],
        _ => [],
    };

    /// <summary>Bytes as <c>18 MiB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 20 => $"{Words.Count((long)Math.Ceiling(bytes / 1024.0))}\u00a0KiB",
        < 10L << 30 => $"{Words.Count((long)Math.Round(bytes / 1048576.0))}\u00a0MiB",
        _ => $"{Words.Count((long)Math.Round(bytes / 1073741824.0))}\u00a0GiB",
    };
}
