using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Tests.Support;

/// <summary>A monitor that watches nothing.</summary>
internal sealed class FakeMonitor(HostDescription host) : IHostMonitor
{
    public HostFeed Feed { get; } = new(host, Sample.Since);

    public Task<ResetResult> ResetMarkAsync(ResetKind kind, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ResetResult> ResetCounterAsync(AuditCounter counter, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangeRecord> ChangeAsync(ConfigChangeRequest request, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangeRecord> ConfirmChangeAsync(string id, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ChangeRecord> RevertChangeAsync(string id, Requester by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task NoteAsync(ActivityKind kind, Requester by, string text, CancellationToken cancellationToken) => throw new NotSupportedException();
}
