using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Tests.Support;

/// <summary>A monitor whose feed the test fills.</summary>
internal sealed class PublishedHost : IHostMonitor
{
    public HostFeed Feed { get; } = new(Sample.Host(), Sample.Since);

    public Task<ResetResult> ResetMarkAsync(ResetKind kind, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ResetResult> ResetCounterAsync(AuditCounter counter, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangeRecord> ChangeAsync(ConfigChangeRequest request, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangeRecord> ConfirmChangeAsync(string id, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangeRecord> RevertChangeAsync(string id, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task NoteAsync(ActivityKind kind, Requester by, string text, CancellationToken cancellationToken) => throw new NotSupportedException();
}
