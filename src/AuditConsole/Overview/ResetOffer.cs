using AuditConsole.Components;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Overview;

/// <summary>What a reset would do, as it stands when the dialog opens.</summary>
public sealed record ResetOffer
{
    /// <summary>The host.</summary>
    public required string Host { get; init; }

    /// <summary><c>kernel</c> or <c>engine</c>.</summary>
    public required string System { get; init; }

    /// <summary>How peaks are known.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The mark shown, which ends.</summary>
    public required MarkShown Mark { get; init; }

    /// <summary>Records waiting now; the new mark starts there.</summary>
    public required uint Backlog { get; init; }

    /// <summary>The source's own mark; <see langword="null"/> where it keeps none.</summary>
    public uint? SourceMark { get; init; }

    /// <summary>Start of the window under way, which is when the source's own mark was last cleared.</summary>
    public DateTimeOffset OpenSince { get; init; }

    /// <summary>When all this was so.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Why the source cannot be cleared from here; <see langword="null"/> when it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether the refusal is for want of a mark, and not of the right to clear it.</summary>
    public bool NoMark => Tier is Tier.Sampled or Tier.Probe;

    /// <summary>What a host offers now.</summary>
    public static ResetOffer For(HostDescription host, Snapshot latest, MonitorState state, DateTimeOffset now)
    {
        var system = Words.Name(host.Source);
        return new ResetOffer
        {
            Host = host.Host,
            System = system,
            Tier = latest.Tier,
            Mark = latest.Mark,
            Backlog = latest.Status.Backlog,
            SourceMark = latest.Status.BacklogMaxDepth,
            OpenSince = latest.OpenSince,
            Now = now,
            Refusal = latest.Tier is Tier.Sampled or Tier.Probe
                ? Words.Say(OverviewText.NoMarkToClear, system)
                : state.ClearRefusal,
        };
    }
}
