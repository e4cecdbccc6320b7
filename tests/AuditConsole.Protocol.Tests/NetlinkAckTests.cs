using System.Buffers.Binary;

namespace AuditConsole.Protocol.Tests;

public sealed class NetlinkAckTests
{
    private static readonly NetlinkHeader Request = new(60, AuditMessageType.Set, NetlinkFlags.Request | NetlinkFlags.Ack, 9, 0);

    public static TheoryData<uint> ValueMasks => [0x40, 0x80, 0x100];

    [Theory]
    [InlineData(20)]
    [InlineData(64)]
    [InlineData(68)]
    [InlineData(92)]
    public void Ack_CappedOrLongOrWithAttributesAfter_ReadsTheSame(int size)
    {
        var payload = Payload(172, size);
        payload.AsSpan(20).Fill(0xEE);

        Assert.Equal(new NetlinkAck(172, Request), NetlinkAck.Parse(payload));
    }

    [Fact]
    public void Ack_Of19Bytes_IsRefused() =>
        Assert.Throws<AuditProtocolException>(() => NetlinkAck.Parse(new byte[19]));

    [Theory]
    [MemberData(nameof(ValueMasks))]
    public void Value_OfEachReadAndClear_IsThePositiveError(uint mask) =>
        Assert.Equal(5201u, new NetlinkAck(5201, Request).ValueFor((AuditStatusMask)mask));

    [Theory]
    [InlineData(0x00u)]
    [InlineData(0x01u)]
    [InlineData(0x10u)]
    [InlineData(0x20u)]
    [InlineData(0xC0u)]
    [InlineData(0x140u)]
    [InlineData(0x200u)]
    public void Value_OfAnyOtherMask_IsRefusedUnlessZero(uint mask)
    {
        Assert.Equal(0u, new NetlinkAck(0, Request).ValueFor((AuditStatusMask)mask));
        var e = Assert.Throws<AuditProtocolException>(() => new NetlinkAck(7, Request).ValueFor((AuditStatusMask)mask));
        Assert.Contains($"0x{mask:x} carries 7", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-111)]
    [InlineData(-4095)]
    public void Value_OfASmallNegativeError_IsARefusalWithThatErrno(int error)
    {
        var e = Assert.Throws<AuditRefusedException>(() => new NetlinkAck(error, Request).ValueFor(AuditStatusMask.BacklogMaxDepth));
        Assert.Equal(-error, e.Errno);
        Assert.Equal(AuditMessageType.Set, e.Request);
    }

    [Theory]
    [InlineData(-4096, 0xFFFFF000u)]
    [InlineData(int.MinValue, 0x80000000u)]
    [InlineData(int.MaxValue, 0x7FFFFFFFu)]
    public void Value_FromTwoToThe31On_IsTurnedBackFromItsNegativeForm(int error, uint value) =>
        Assert.Equal(value, new NetlinkAck(error, Request).ValueFor(AuditStatusMask.BacklogWaitTimeActual));

    private static byte[] Payload(int error, int size)
    {
        var payload = new byte[size];
        BinaryPrimitives.WriteInt32LittleEndian(payload, error);
        Request.Write(payload.AsSpan(4));
        return payload;
    }
}
