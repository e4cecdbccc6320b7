using System.Text;

namespace AuditConsole.Protocol.Tests;

public sealed class NetlinkMessageTests
{
    [Fact]
    public void Header_Written_IsReadBackFieldByField()
    {
        var header = new NetlinkHeader(0x01020304, AuditMessageType.ConfigChange, NetlinkFlags.Capped | NetlinkFlags.AckTlvs, 0xF0000001, 0xFFFFFFFF);
        var bytes = new byte[NetlinkHeader.Size];
        header.Write(bytes);

        Assert.Equal("04030201190500030100" + "00f0ffffffff", Convert.ToHexStringLower(bytes));
        Assert.Equal(header, NetlinkHeader.Read(bytes));
    }

    [Fact]
    public void Header_CutOff_IsRefusedWithBothLengths()
    {
        var e = Assert.Throws<AuditProtocolException>(() => NetlinkHeader.Read(new byte[15]));

        Assert.Contains("16", e.Message, StringComparison.Ordinal);
        Assert.Contains("15", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_OfThreeMessages_FindsEachAtItsAlignedStart()
    {
        var first = NetlinkMessage.Build(AuditMessageType.User, NetlinkFlags.Request, 1, "odd"u8);
        var second = NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, 2, []);
        var third = NetlinkMessage.Build(AuditMessageType.User, NetlinkFlags.Request, 3, "last"u8);

        var messages = NetlinkMessage.Split(new byte[][] { first, [0], second, third }.SelectMany(b => b).ToArray());

        Assert.Equal([1u, 2u, 3u], messages.Select(m => m.Header.Sequence));
        Assert.Equal("odd", Encoding.UTF8.GetString(messages[0].Payload.Span));
        Assert.True(messages[1].Payload.IsEmpty);
        Assert.Equal("last", Encoding.UTF8.GetString(messages[2].Payload.Span));
    }

    [Fact]
    public void Split_OfTheLastMessageWithItsPadding_GivesNoMore()
    {
        byte[] padded = [.. NetlinkMessage.Build(AuditMessageType.User, NetlinkFlags.None, 1, "a"u8), 0, 0, 0];

        Assert.Equal(1, Assert.Single(NetlinkMessage.Split(padded)).Payload.Length);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(15u)]
    [InlineData(21u)]
    [InlineData(uint.MaxValue)]
    public void Split_OfALengthThatDoesNotFit_IsRefused(uint length)
    {
        var datagram = NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, 1, [1, 2, 3, 4]);
        BitConverter.TryWriteBytes(datagram, length);

        var e = Assert.Throws<AuditProtocolException>(() => NetlinkMessage.Split(datagram));
        Assert.Contains($"{length} bytes where 20", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_OfARecordForAuditd_TakesTheDatagramsLength()
    {
        var datagram = NetlinkMessage.Build(AuditMessageType.ConfigChange, NetlinkFlags.None, 0, "audit(1.002:3): op=set res=1"u8);
        BitConverter.TryWriteBytes(datagram, datagram.Length - NetlinkHeader.Size);

        var message = Assert.Single(NetlinkMessage.Split(datagram));
        Assert.Equal("audit(1.002:3): op=set res=1", Encoding.UTF8.GetString(message.Payload.Span));
    }

    [Fact]
    public void Split_OfAReplySixteenBytesShort_IsNotTakenForARecord()
    {
        var datagram = NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, 0, new byte[44]);
        BitConverter.TryWriteBytes(datagram, datagram.Length - NetlinkHeader.Size);

        Assert.Throws<AuditProtocolException>(() => NetlinkMessage.Split(datagram));
    }
}
