using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Watchers;
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

    /// <summary>Attaches a probe, or says why none can be; <see langword="null"/> where none is wanted. Called again now and then after refusals; must not block.</summary>
    public Func<Task<ProbeAttempt>>? StartProbe { get; init; }

    /// <summary>Whether the probe is used even where the source keeps a mark.</summary>
    public bool PrefersProbe { get; init; }

    /// <summary>Starts a sampler of its own connection; <see langword="null"/> where the monitor's own samples have to do.</summary>
    public Func<IBacklogSampler>? StartSampler { get; init; }

    /// <summary>How many datagrams the socket of a process id has dropped, as <c>/proc/net/netlink</c> tells; <see langword="null"/> where it does not.</summary>
    public Func<uint, long?> SocketDrops { get; init; } = _ => null;

    /// <summary>Whether the kernel was booted with <c>audit=1</c>, and so holds or counts what no auditd takes; <see langword="null"/> when not known.</summary>
    public bool? AuditDefault { get; init; }

    /// <summary>Opens a connection that gets a copy of every record (multicast group READLOG); <see langword="null"/> where that is off or not permitted.</summary>
    public Func<IAuditTransport>? OpenReadLog { get; init; }

    /// <summary>Why <see cref="OpenReadLog"/> is not there, and what to do; <see langword="null"/> when it is.</summary>
    public string? ReadLogRefusal { get; init; }

    /// <summary>Whether what operators change is also written to the host's own audit trail. Needs CAP_AUDIT_WRITE.</summary>
    public bool WritesTrail { get; init; }

    /// <summary>Whether the records of each window are counted by who caused them. Costs a look at the text of every record.</summary>
    public bool CountsProducers { get; init; }

    /// <summary>
    /// Starts a process that outlives this one and takes back the change in a journal, whose path it is given, when nobody else has in time.
    /// <see langword="null"/> where the source ends with this program. Throws <see cref="InvalidOperationException"/> or <see cref="System.ComponentModel.Win32Exception"/> when it cannot.
    /// </summary>
    public Action<string>? GuardChange { get; init; }

    /// <summary>Says why the source cannot be asked, as far as this machine tells.</summary>
    public Func<AuditException, string> Explain { get; init; } = refusal => refusal.Message;
}
