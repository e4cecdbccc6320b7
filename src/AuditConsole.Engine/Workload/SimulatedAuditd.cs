using AuditConsole.Protocol;

namespace AuditConsole.Engine.Workload;

/// <summary>An auditd that registers itself over a connection of its own and reads what kauditd sends, as fast as its model lets it. For one thread.</summary>
internal sealed class SimulatedAuditd(AuditEngine engine, AuditdModel model, int seed) : IAsyncDisposable
{
    private readonly IAuditTransport _connection = engine.Connect();
    private readonly Random _random = new(seed);
    private Task<ReadOnlyMemory<byte>>? _next;
    private bool _registered;
    private int _stalled;

    /// <summary>Reads what it gets to in a millisecond; in the first it registers itself.</summary>
    public void Step(CancellationToken cancellationToken)
    {
        if (!_registered)
        {
            _registered = true;
            Register(cancellationToken);
        }

        if (_stalled == 0 && _random.NextDouble() < model.StallsPerStep)
        {
            _stalled = 1 + (int)(-model.StallMean * Math.Log(1 - _random.NextDouble()));
        }

        if (_stalled > 0)
        {
            _stalled--;
            return;
        }

        for (var left = model.ReadsPerStep; left > 0 && TryRead(cancellationToken); left--)
        {
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // The engine handles a request within the call; what it answers is read like a record. An auditd that is refused, since another
    // is registered, gets no records.
    private void Register(CancellationToken cancellationToken)
    {
        var status = new AuditStatus { Mask = AuditStatusMask.Pid, Pid = (uint)Environment.ProcessId };
        _ = _connection.SendAsync(
            NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 1, status.ToBytes(AuditStatus.PatchedSize)), cancellationToken);
    }

    private bool TryRead(CancellationToken cancellationToken)
    {
        _next ??= _connection.ReceiveAsync(cancellationToken).AsTask();
        if (!_next.IsCompletedSuccessfully)
        {
            return false;
        }

        _next = null;
        return true;
    }
}
