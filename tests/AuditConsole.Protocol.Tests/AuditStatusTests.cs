namespace AuditConsole.Protocol.Tests;

public sealed class AuditStatusTests
{
    private static readonly AuditStatus Full = new()
    {
        Mask = AuditStatusMask.BacklogLimit,
        Enabled = 1,
        Failure = 2,
        Pid = 3,
        RateLimit = 4,
        BacklogLimit = 5,
        Lost = 6,
        Backlog = 7,
        FeatureBitmap = 8,
        BacklogWaitTime = 9,
        BacklogWaitTimeActual = 10,
        BacklogMaxDepth = 11,
    };

    public static TheoryData<int, uint?, uint?, uint?, uint?> Sizes => new()
    {
        { 32, null, null, null, null },
        { 36, 8, null, null, null },
        { 40, 8, 9, null, null },
        { 44, 8, 9, 10, null },
        { 47, 8, 9, 10, null },
        { 48, 8, 9, 10, 11 },
        { 64, 8, 9, 10, 11 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Parse_OfEachLength_LeavesTheMissingTailUnknown(int size, uint? features, uint? wait, uint? waited, uint? depth)
    {
        var payload = new byte[64];
        Full.ToBytes(48).CopyTo(payload, 0);
        payload.AsSpan(48).Fill(0xFF);

        var expected = Full with { FeatureBitmap = features, BacklogWaitTime = wait, BacklogWaitTimeActual = waited, BacklogMaxDepth = depth };
        Assert.Equal(expected, AuditStatus.Parse(payload.AsSpan(0, size)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void Parse_OfFewerThan32Bytes_IsRefused(int size)
    {
        var e = Assert.Throws<AuditProtocolException>(() => AuditStatus.Parse(new byte[size]));
        Assert.Contains($"32 bytes; {size} arrived", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToBytes_PutsEveryFieldAtTheKernelsOffset()
    {
        var words = Full.ToBytes(48).Chunk(4).Select(w => BitConverter.ToUInt32(w));

        Assert.Equal([0x10u, 1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u, 11u], words);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(42)]
    [InlineData(52)]
    public void ToBytes_OfAnotherSize_IsRefused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Full.ToBytes(size));
}
