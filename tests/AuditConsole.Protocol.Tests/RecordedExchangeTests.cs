using AuditConsole.Protocol.Tests.Support;

namespace AuditConsole.Protocol.Tests;

public sealed class RecordedExchangeTests
{
    public static TheoryData<string> Names => [.. RecordedExchange.All.Keys];

    [Fact]
    public void Recordings_CoverThreeKernels_WithEveryKindOfReply()
    {
        var replies = RecordedExchange.All.Values.SelectMany(e => e.Replies).ToList();

        Assert.Equal(108, RecordedExchange.All.Count);
        Assert.Equal(3, RecordedExchange.All.Values.Select(e => e.Kernel).Distinct().Count());
        Assert.Contains(replies, r => r.Status is { } s && s["backlog_max_depth"] is null);
        Assert.Contains(replies, r => r.Status is { } s && s["backlog_max_depth"] > 0);
        Assert.Contains(replies, r => r.Error > 4095);
        Assert.Contains(replies, r => r.Error < 0);
        Assert.Contains(replies, r => r.Text is not null);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reply_OfALiveKernel_DecodesToWhatItSays(string name)
    {
        var exchange = RecordedExchange.All[name];
        var requests = exchange.Requests;

        foreach (var reply in exchange.Replies)
        {
            var message = Assert.Single(NetlinkMessage.Split(reply.Bytes));
            Assert.Equal(
                new NetlinkHeader(reply.Length, (AuditMessageType)reply.Type, (NetlinkFlags)reply.Flags, reply.Seq, reply.Pid), message.Header);
            Assert.Equal(reply.Bytes.Length - NetlinkHeader.Size, message.Payload.Length);
            AssertPayload(requests, reply, message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Request_WrittenAgain_HasTheSameBytes(string name)
    {
        var exchange = RecordedExchange.All[name];
        var again = exchange.Requests.SelectMany(m => NetlinkMessage.Build(m.Header.Type, m.Header.Flags, m.Header.Sequence, m.Payload.Span, m.Header.PortId));

        Assert.Equal(exchange.RequestBytes, again);
    }

    private static void AssertPayload(IReadOnlyList<NetlinkMessage> requests, RecordedReply reply, NetlinkMessage message)
    {
        switch (message.Header.Type)
        {
            case AuditMessageType.Error:
                var ack = NetlinkAck.Parse(message.Payload.Span);
                Assert.Equal(reply.Error, ack.Error);
                Assert.Contains(requests, r => r.Header == ack.Request);
                break;
            case AuditMessageType.Get:
                AssertStatus(Assert.IsAssignableFrom<IReadOnlyDictionary<string, uint?>>(reply.Status), AuditStatus.Parse(message.Payload.Span));
                break;
            case AuditMessageType.GetFeature:
                Assert.Equal(new AuditFeatures(1, uint.MaxValue, 0, 0), AuditFeatures.Parse(message.Payload.Span));
                break;
            case AuditMessageType.ConfigChange:
                Assert.True(AuditRecord.TryParse(message.Header.Type, message.Payload.Span, out var record));
                Assert.NotNull(record);
                Assert.Equal(reply.Text, $"audit({record.At.ToUnixTimeSeconds()}.{record.At.Millisecond:000}:{record.Serial}): {record.Text}");
                break;
            default:
                Assert.Equal(AuditMessageType.Replace, message.Header.Type);
                break;
        }
    }

    private static void AssertStatus(IReadOnlyDictionary<string, uint?> expected, AuditStatus actual)
    {
        Assert.Equal(expected["mask"], (uint)actual.Mask);
        Assert.Equal(expected["enabled"], actual.Enabled);
        Assert.Equal(expected["failure"], actual.Failure);
        Assert.Equal(expected["pid"], actual.Pid);
        Assert.Equal(expected["rate_limit"], actual.RateLimit);
        Assert.Equal(expected["backlog_limit"], actual.BacklogLimit);
        Assert.Equal(expected["lost"], actual.Lost);
        Assert.Equal(expected["backlog"], actual.Backlog);
        Assert.Equal(expected["feature_bitmap"], actual.FeatureBitmap);
        Assert.Equal(expected["backlog_wait_time"], actual.BacklogWaitTime);
        Assert.Equal(expected["backlog_wait_time_actual"], actual.BacklogWaitTimeActual);
        Assert.Equal(expected["backlog_max_depth"], actual.BacklogMaxDepth);
    }
}
