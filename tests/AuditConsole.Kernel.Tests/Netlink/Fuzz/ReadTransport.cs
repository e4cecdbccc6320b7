using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Netlink.Fuzz;

/// <summary>A transport that knows how far its reader has read: who asks for the next datagram is done with the one before.</summary>
internal sealed class ReadTransport(IAuditTransport transport) : IAuditTransport
{
    private readonly Lock _gate = new();
    private long _asked;
    private (long Asked, TaskCompletionSource Reached)? _waiting;

    /// <summary>Ends once the reader is done with so many datagrams and failures.</summary>
    public Task ReadAsync(long count)
    {
        lock (_gate)
        {
            if (_asked > count)
            {
                return Task.CompletedTask;
            }

            _waiting = (count + 1, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _waiting.Value.Reached.Task;
        }
    }

    public Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) => transport.SendAsync(datagram, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (++_asked >= _waiting?.Asked)
            {
                _waiting.Value.Reached.TrySetResult();
            }
        }

        return transport.ReceiveAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => transport.DisposeAsync();
}
