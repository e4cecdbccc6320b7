using System.Text;
using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Control;

public sealed class ControlRequestsTests : IAsyncDisposable
{
    private readonly AuditEngine _engine = new(new AuditEngineOptions(), new ManualTimeProvider());
    private readonly ControlSession _session;

    public ControlRequestsTests() => _session = new ControlSession(_engine);

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Theory]
    [InlineData(999, Errno.InvalidArgument)]
    [InlineData(1002, Errno.OperationNotSupported)]
    [InlineData(1004, Errno.OperationNotSupported)]
    [InlineData(1200, Errno.InvalidArgument)]
    [InlineData(3000, Errno.InvalidArgument)]
    public async Task Request_TypeTheEngineDoesNotTake_RefusedEvenWithoutAck(ushort type, int errno)
    {
        var reply = Assert.Single(await _session.AskAsync((AuditMessageType)type, default, NetlinkFlags.Request));

        Assert.Equal(-errno, NetlinkAck.Parse(reply.Payload.Span).Error);
    }

    [Theory]
    [InlineData(1005)]
    [InlineData(1100)]
    [InlineData(1199)]
    [InlineData(2100)]
    [InlineData(2999)]
    public async Task UserRecord_TextWithTerminator_IsLoggedWithTheSendersIds(ushort type)
    {
        await _session.AskAsync((AuditMessageType)type, Encoding.UTF8.GetBytes("op=login\0"));

        var record = Assert.Single(_engine.TakeAll());
        Assert.Equal((AuditMessageType)type, record.Type);
        Assert.Equal($"pid={Environment.ProcessId} uid=0 auid=4294967295 ses=4294967295 msg='op=login'", record.Text);
    }

    [Theory]
    [InlineData(1, 1121, -Errno.InvalidArgument, 0)]
    [InlineData(2, 1121, 0, 1)]
    public async Task UserRecord_Length_AtLeastTwoBytes(int length, ushort type, int error, int records)
    {
        var reply = Assert.Single(await _session.AskAsync((AuditMessageType)type, new byte[length]));

        Assert.Equal(error, NetlinkAck.Parse(reply.Payload.Span).Error);
        Assert.Equal(records, _engine.TakeAll().Count);
    }

    [Theory]
    [InlineData(1121, 0)]
    [InlineData(1107, 1)] // USER_AVC
    public async Task UserRecord_AuditOff_OnlyUserAvcIsLogged(ushort type, int records)
    {
        await _session.SetAsync(AuditStatusMask.Enabled, 0);
        _engine.TakeAll();

        await _session.AskAsync((AuditMessageType)type, Encoding.UTF8.GetBytes("x\0"));

        Assert.Equal(records, _engine.TakeAll().Count);
    }

    [Fact]
    public async Task Datagram_SeveralMessages_AllAcknowledgedBeforeTheData()
    {
        byte[] datagram =
        [
            .. NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Ack, 1, default),
            .. NetlinkMessage.Build(AuditMessageType.TrustedApp, NetlinkFlags.Ack, 2, "abc\0de"u8), 0, 0,
            .. NetlinkMessage.Build(AuditMessageType.GetFeature, NetlinkFlags.Ack, 3, default),
        ];

        var replies = (await _session.ExchangeAsync(datagram)).Select(r => NetlinkHeader.Read(r));

        Assert.Equal(
            [(AuditMessageType.Error, 1u), (AuditMessageType.Error, 2u), (AuditMessageType.Error, 3u), (AuditMessageType.Get, 1u), (AuditMessageType.GetFeature, 3u)],
            replies.Select(h => (h.Type, h.Sequence)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(uint.MaxValue)]
    public async Task Datagram_LengthThatCannotBeRight_IsIgnored(uint length)
    {
        var datagram = NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Ack, 1, default);
        BitConverter.TryWriteBytes(datagram, length);

        Assert.Empty(await _session.ExchangeAsync(datagram));
    }

    [Fact]
    public async Task Datagram_RandomBytes_NeverThrowAndTheEngineStillAnswers()
    {
        var random = new Random(1);
        for (var i = 0; i < 4_000; i++)
        {
            var datagram = new byte[random.Next(120)];
            random.NextBytes(datagram);
            if (datagram.Length >= NetlinkHeader.Size && random.Next(4) != 0)
            {
                new NetlinkHeader(
                    (uint)random.Next(datagram.Length + 4), (AuditMessageType)random.Next(995, 1205), (NetlinkFlags)random.Next(8), 1, 0).Write(datagram);
            }

            await _session.ExchangeAsync(datagram);
            _engine.Drain(int.MaxValue);
        }

        Assert.Single(await _session.AskAsync(AuditMessageType.Get, default, NetlinkFlags.Request));
    }
}
