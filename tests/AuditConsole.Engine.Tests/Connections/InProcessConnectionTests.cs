using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Connections;

public sealed class InProcessConnectionTests : IAsyncDisposable
{
    private readonly AuditEngine _engine = new(new AuditEngineOptions(), new ManualTimeProvider());

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Connect_Twice_RepliesGoToTheAskerWithItsOwnPortId()
    {
        await using var first = new ControlSession(_engine);
        await using var second = new ControlSession(_engine);

        var toFirst = await first.AskAsync(AuditMessageType.Get, default);
        var toSecond = await second.AskAsync(AuditMessageType.Get, default);

        Assert.NotEqual(toFirst[0].Header.PortId, toSecond[0].Header.PortId);
        Assert.Equal([0u, 0u], [toFirst[1].Header.PortId, toSecond[1].Header.PortId]);
        Assert.Empty(await first.ReceiveAllAsync());
    }

    [Fact]
    public async Task Receive_MoreRepliesThanTheBufferHolds_ToldOnceAndTheRestIsStillThere()
    {
        const uint Held = 4; // the fourth exceeds it, and the kernel looks before it adds
        await using var transport = _engine.Connect(new EngineConnectionOptions { ReceiveBuffer = 3 * 768 });
        var cancellationToken = TestContext.Current.CancellationToken;
        for (var i = 0u; i <= Held; i++)
        {
            await transport.SendAsync(NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, i, default), cancellationToken);
        }

        var e = await Assert.ThrowsAsync<AuditUnavailableException>(async () => await transport.ReceiveAsync(cancellationToken));

        Assert.Equal(Errno.NoBufferSpace, e.Errno);
        for (var i = 0u; i < Held; i++)
        {
            Assert.Equal(i, NetlinkHeader.Read((await transport.ReceiveAsync(cancellationToken)).Span).Sequence);
        }
    }

    [Fact]
    public async Task Dispose_ReaderWaiting_EndsBothWays()
    {
        var transport = _engine.Connect();
        var receiving = transport.ReceiveAsync(TestContext.Current.CancellationToken).AsTask();

        await transport.DisposeAsync();

        await Assert.ThrowsAsync<AuditUnavailableException>(() => receiving);
        await Assert.ThrowsAsync<AuditUnavailableException>(() => transport.SendAsync(new byte[16], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dispose_Engine_EndsItsConnections()
    {
        var transport = _engine.Connect();

        await _engine.DisposeAsync();

        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await transport.ReceiveAsync(TestContext.Current.CancellationToken));
        Assert.Throws<ObjectDisposedException>(() => _engine.Connect());
    }
}
