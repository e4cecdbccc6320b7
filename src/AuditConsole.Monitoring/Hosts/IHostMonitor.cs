using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>The one owner of a host: samples, polls and clears it, and does what operators ask of it. Any thread may call.</summary>
public interface IHostMonitor
{
    /// <summary>What it has published.</summary>
    HostFeed Feed { get; }

    /// <summary>Resets the high-water mark.</summary>
    /// <param name="kind">What is touched.</param>
    /// <param name="by">Who asks, and why.</param>
    /// <param name="cancellationToken">Ends the waiting; what was sent to the host is finished and written down.</param>
    /// <exception cref="ResetRefusedException">The host keeps no mark, or this console may not clear it.</exception>
    /// <exception cref="HostBusyException">The host did not answer in time, or cannot be reached.</exception>
    Task<ResetResult> ResetMarkAsync(ResetKind kind, Requester by, CancellationToken cancellationToken);

    /// <summary>Reads and clears <see cref="AuditCounter.Lost"/> or <see cref="AuditCounter.BacklogWaitTimeActual"/> at the source.</summary>
    /// <exception cref="ResetRefusedException">The source has no such counter, or refused.</exception>
    /// <exception cref="HostBusyException">The host did not answer in time, or cannot be reached.</exception>
    Task<ResetResult> ResetCounterAsync(AuditCounter counter, Requester by, CancellationToken cancellationToken);

    /// <summary>Changes fields of the configuration, one message each, and reads them back.</summary>
    /// <param name="request">Which, and whether the old values return unless the change is confirmed.</param>
    /// <param name="by">Who asks, and why.</param>
    /// <param name="cancellationToken">Ends the waiting; what was sent to the host is finished and written down.</param>
    /// <exception cref="ChangeInvalidException">No audit subsystem takes such a value.</exception>
    /// <exception cref="ChangeRefusedException">The host's state does not allow it, or the host refused a field; what was changed before that is put back.</exception>
    /// <exception cref="HostBusyException">The host did not answer in time, or cannot be reached.</exception>
    Task<ChangeRecord> ChangeAsync(ConfigChangeRequest request, Requester by, CancellationToken cancellationToken);

    /// <summary>Makes the pending change one for good.</summary>
    /// <exception cref="ChangeRefusedException">It is not pending, or too late.</exception>
    /// <exception cref="HostBusyException">As above.</exception>
    Task<ChangeRecord> ConfirmChangeAsync(string id, Requester by, CancellationToken cancellationToken);

    /// <summary>Takes the pending change back now. A field that somebody else has set meanwhile stays.</summary>
    /// <exception cref="ChangeRefusedException">It is not pending.</exception>
    /// <exception cref="HostBusyException">As above.</exception>
    Task<ChangeRecord> RevertChangeAsync(string id, Requester by, CancellationToken cancellationToken);

    /// <summary>Writes down something that was done or found beside the host, in order with the rest; what the history cannot take now waits.</summary>
    Task NoteAsync(ActivityKind kind, Requester by, string text, CancellationToken cancellationToken);
}
