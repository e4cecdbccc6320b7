namespace AuditConsole.Protocol.Tests;

public sealed class BacklogReadingTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(44)]
    [InlineData(48)]
    [InlineData(60)]
    public void TryRead_OfAnyStatus_AgreesWithTheWholeOfIt(int size)
    {
        var random = new Random(size);
        var payload = new byte[size];
        for (var i = 0; i < 100; i++)
        {
            random.NextBytes(payload);
            var status = AuditStatus.Parse(payload);

            Assert.True(BacklogReading.TryRead(payload, out var reading));
            Assert.Equal(new BacklogReading(status.Backlog, status.Lost, status.BacklogWaitTimeActual, status.BacklogLimit), reading);
        }
    }

    [Theory]
    [InlineData(64, 64, false)]
    [InlineData(65, 64, true)]
    [InlineData(65, 0, false)]
    public void IsOverLimit_OfABacklog_IsAboveItAndNeverWithoutOne(uint backlog, uint limit, bool over) =>
        Assert.Equal(over, new BacklogReading(backlog, 0, 0, limit).IsOverLimit);

    [Fact]
    public void TryRead_OfFewerBytesThanAnyKernelSends_IsRefused() =>
        Assert.False(BacklogReading.TryRead(new byte[AuditStatus.MinimumSize - 1], out _));
}
