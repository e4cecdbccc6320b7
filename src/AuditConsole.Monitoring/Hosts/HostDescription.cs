using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The host a monitor watches and how to reach it.</summary>
public sealed record HostDescription
{
    /// <summary>Key in routes and history.</summary>
    public required string Host { get; init; }

    /// <summary>The kernel or the engine.</summary>
    public required HostSource Source { get; init; }

    /// <summary>What answers, for people: <c>kernel 6.12.117</c> or <c>simulated engine</c>.</summary>
    public required string System { get; init; }

    /// <summary>Ticks per second of its clock, where known.</summary>
    public int? Hz { get; init; }

    /// <summary>Which boot its counters belong to. A counter of another boot tells nothing of this one.</summary>
    public required string BootId { get; init; }

    /// <summary>Opens a connection. Called again after each failure.</summary>
    public required Func<IAuditTransport> Connect { get; init; }

    /// <summary>
    /// Ends the source's own statistics of the backlog at the end of a window and returns them. Only the engine keeps some;
    /// <see langword="null"/> elsewhere, where mean and quantiles are those of the samples.
    /// </summary>
    public Func<BacklogSummary>? TakeSummary { get; init; }

    /// <summary>Says why the source cannot be asked, as far as this machine tells.</summary>
    public Func<AuditException, string> Explain { get; init; } = refusal => refusal.Message;
}
