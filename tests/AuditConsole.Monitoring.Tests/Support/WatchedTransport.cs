using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>Counts how often its reader has come back for more, which tells that it has dealt with all before.</summary>
internal sealed class WatchedTransport(IAuditTransport inner) : IAuditTransport
{
    private long _asked;

    public long Asked => Interlocked.Read(ref _asked);

    public Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) => inner.SendAsync(datagram, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return inner.ReceiveAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
