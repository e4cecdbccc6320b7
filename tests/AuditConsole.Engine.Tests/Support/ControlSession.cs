using AuditConsole.Protocol;

namespace AuditConsole.Engine.Tests.Support;

/// <summary>A connection to an engine that sends one request and takes whatever has been answered by then.</summary>
internal sealed class ControlSession(AuditEngine engine, EngineConnectionOptions? options = null) : IAsyncDisposable
{
    private const NetlinkFlags Acknowledged = NetlinkFlags.Request | NetlinkFlags.Ack;
    private readonly IAuditTransport _transport = engine.Connect(options);
    private uint _sequence;

    public static ReadOnlyMemory<byte> Status(AuditStatusMask mask, uint value = 0) => new AuditStatus
    {
        Mask = mask,
        Enabled = value,
        Failure = value,
        Pid = value,
        RateLimit = value,
        BacklogLimit = value,
        BacklogWaitTime = value,
    }.ToBytes(AuditStatus.PatchedSize);

    public async Task<int> SetAsync(ReadOnlyMemory<byte> payload)
    {
        var replies = await AskAsync(AuditMessageType.Set, payload);
        return NetlinkAck.Parse(Assert.Single(replies).Payload.Span).Error;
    }

    public Task<int> SetAsync(AuditStatusMask mask, uint value = 0) => SetAsync(Status(mask, value));

    public async Task<AuditStatus> GetAsync()
    {
        var replies = await AskAsync(AuditMessageType.Get, default, NetlinkFlags.Request);
        return AuditStatus.Parse(Assert.Single(replies).Payload.Span);
    }

    public async Task<IReadOnlyList<NetlinkMessage>> AskAsync(
        AuditMessageType type, ReadOnlyMemory<byte> payload, NetlinkFlags flags = Acknowledged)
    {
        var replies = await ExchangeAsync(NetlinkMessage.Build(type, flags, ++_sequence, payload.Span));
        return [.. replies.Select(reply => Assert.Single(NetlinkMessage.Split(reply)))];
    }

    public async Task<IReadOnlyList<byte[]>> ExchangeAsync(ReadOnlyMemory<byte> datagram)
    {
        await _transport.SendAsync(datagram, TestContext.Current.CancellationToken);
        return await ReceiveAllAsync();
    }

    public Task SendAsync(AuditMessageType type) =>
        _transport.SendAsync(NetlinkMessage.Build(type, Acknowledged, ++_sequence, default), TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<byte[]>> ReceiveAllAsync()
    {
        var replies = new List<byte[]>();
        while (true)
        {
            using var giveUp = new CancellationTokenSource();
            var next = _transport.ReceiveAsync(giveUp.Token);
            if (!next.IsCompleted)
            {
                await giveUp.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
                return replies;
            }

            replies.Add((await next).ToArray());
        }
    }

    public ValueTask DisposeAsync() => _transport.DisposeAsync();
}
