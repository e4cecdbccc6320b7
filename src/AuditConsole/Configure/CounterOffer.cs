using AuditConsole.Components;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Configure;

/// <summary>What a reset of a counter would do, as it stands when the dialog opens.</summary>
public sealed record CounterOffer
{
    /// <summary>The counter.</summary>
    public required AuditCounter Counter { get; init; }

    /// <summary>The host.</summary>
    public required string Host { get; init; }

    /// <summary><c>kernel</c> or <c>engine</c>.</summary>
    public required string System { get; init; }

    /// <summary>Its value, in the counter's own unit.</summary>
    public required uint Now { get; init; }

    /// <summary>Ticks per second, where known.</summary>
    public int? Hz { get; init; }

    /// <summary>When this was so.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Why it cannot be cleared from here; <see langword="null"/> when it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Counter == AuditCounter.Lost ? "lost" : "backlog_wait_time_actual";

    /// <summary>What a host offers now.</summary>
    public static CounterOffer For(AuditCounter counter, HostDescription host, Snapshot latest, MonitorState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new CounterOffer
        {
            Counter = counter,
            Host = host.Host,
            System = Words.Name(host.Source),
            Now = counter == AuditCounter.Lost ? latest.Status.Lost : latest.Status.BacklogWaitTimeActual ?? 0,
            Hz = host.Hz,
            At = now,
            Refusal = state.ClearRefusal is { } held ? Words.Say(ConfigureText.CounterLeaseHeld, held) : null,
        };
    }

    /// <summary>A value with its unit.</summary>
    public static string Value(AuditCounter counter, uint? value, int? hz) => (counter, value, hz) switch
    {
        (_, null, _) => Words.Unknown,
        (AuditCounter.Lost, { } records, _) => Words.Count(records),
        (_, { } ticks, { } known) => Words.Time(TimeSpan.FromSeconds((double)ticks / known)),
        (_, { } ticks, _) => Words.Counted(ticks, SharedText.TicksOne, SharedText.TicksMany),
    };
}
