using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The one owner of a host: samples, polls and clears it, and does what operators ask of it. Any thread may call.</summary>
public interface IHostMonitor
{
    /// <summary>What it has published.</summary>
    HostFeed Feed { get; }

    /// <summary>Resets the high-water mark.</summary>
    /// <param name="kind">What is touched.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="reason">Why, in the operator's words; kept with the activity.</param>
    /// <param name="cancellationToken">Ends the waiting; what was sent to the host is finished and written down.</param>
    /// <exception cref="ResetRefusedException">The host keeps no mark, or this console may not clear it.</exception>
    /// <exception cref="HostBusyException">The host did not answer in time, or cannot be reached.</exception>
    Task<ResetResult> ResetMarkAsync(ResetKind kind, string actor, string? reason, CancellationToken cancellationToken);

    /// <summary>Reads and clears <see cref="AuditCounter.Lost"/> or <see cref="AuditCounter.BacklogWaitTimeActual"/> at the source.</summary>
    /// <exception cref="ResetRefusedException">The source has no such counter, or refused.</exception>
    /// <exception cref="HostBusyException">The host did not answer in time, or cannot be reached.</exception>
    Task<ResetResult> ResetCounterAsync(AuditCounter counter, string actor, CancellationToken cancellationToken);
}
