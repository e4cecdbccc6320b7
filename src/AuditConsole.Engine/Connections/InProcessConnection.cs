using AuditConsole.Engine.Control;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Connections;

/// <summary>A connection from within this process: the engine's end of a netlink socket and the program's end in one.</summary>
internal sealed class InProcessConnection : IAuditTransport, IPeer
{
    private readonly ControlRequests _requests;
    private readonly Action<InProcessConnection> _closed;
    private readonly CancellationTokenSource _closing = new();
    private readonly ReceiveBuffer _received;
    private string _ended = "The connection to the engine is closed. Open another.";

    public InProcessConnection(
        uint portId, ControlRequests requests, ReceiveBuffer received, bool capsAcknowledgements, Action<InProcessConnection> closed)
    {
        PortId = portId;
        CapsAcknowledgements = capsAcknowledgements;
        _requests = requests;
        _received = received;
        _closed = closed;
    }

    public uint PortId { get; }

    public PeerIdentity Identity => PeerIdentity.Own;

    public bool CapsAcknowledgements { get; }

    public async Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closing.IsCancellationRequested)
        {
            throw new AuditUnavailableException(_ended);
        }

        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _requests.ReceiveAsync(datagram, this, held.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The datagram was handled; only the wait afterwards ends early.
        }
    }

    public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) => _received.TakeAsync(cancellationToken);

    public ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    int IPeer.TrySend(ReadOnlyMemory<byte> datagram) => _received.TryAdd(datagram);

    ValueTask<int> IPeer.SendAsync(ReadOnlyMemory<byte> datagram, TimeSpan atMost, CancellationToken cancellationToken) =>
        _received.AddAsync(datagram, atMost, cancellationToken);

    void IPeer.Overrun() => _received.Overrun();

    /// <summary>Ends sending and receiving; what was delivered before can still be received.</summary>
    internal void Close(string? because = null)
    {
        _ended = because ?? _ended;
        if (_received.Close(_ended))
        {
            _closing.Cancel();
            _closed(this);
        }
    }
}
