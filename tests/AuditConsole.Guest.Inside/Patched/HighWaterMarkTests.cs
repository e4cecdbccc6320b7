using AuditConsole.Guest.Inside.Support;
using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Patched;

public sealed class HighWaterMarkTests : GuestKernel
{
    private const int Records = 300;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Status_OfAPatchedKernel_HasTheMark()
    {
        var status = await Client.GetStatusAsync(Stop);

        Assert.NotNull(status.BacklogMaxDepth);
        Assert.True(Client.KeepsBacklogMaxDepth);
        Assert.Equal(1u, status.Enabled);
    }

    [Fact]
    public async Task Burst_BetweenTwoSamples_IsInTheMarkAndInNoSample()
    {
        var before = await DrainedAsync();
        await FloodAsync(Records);
        await PauseAsync(SampleInterval);
        var after = await DrainedAsync();
        var peak = await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);

        Assert.InRange(Math.Max(before.Backlog, after.Backlog), 0u, 1u);
        Assert.InRange(peak, 20u, Records + 20u);
        Assert.Equal(peak, after.BacklogMaxDepth);
    }

    [Fact]
    public async Task Clear_OfTheMark_ReturnsWhatTheKernelsOwnRecordSays()
    {
        await using var records = NetlinkTransport.OpenReadLog();
        await FloodAsync(Records);
        var returned = new List<uint>();
        for (var i = 0; i < 3; i++)
        {
            returned.Add(await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop));
        }

        var logged = new List<uint>();
        while (logged.Count < returned.Count)
        {
            var message = NetlinkMessage.Split(await records.ReceiveAsync(Stop))[0];
            if (message.Header.Type == AuditMessageType.ConfigChange
                && AuditRecord.TryParse(message.Header.Type, message.Payload.Span, out var record)
                && record!.Field("backlog_max_depth") == "0")
            {
                logged.Add(uint.Parse(record.Field("old")!, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        Assert.Equal(returned, logged);
    }

    [Fact]
    public async Task Clears_InARowDuringBursts_LoseNoPeakAndReturnNoneTwice()
    {
        for (var round = 0; round < 10; round++)
        {
            var flood = FloodAsync(Records);
            var seen = await Client.GetStatusAsync(Stop);
            var during = await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);
            await flood;
            var drained = await DrainedAsync();
            var last = await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);
            var again = await Client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);

            Assert.True(during >= seen.BacklogMaxDepth, $"cleared {during} after a mark of {seen.BacklogMaxDepth}");
            Assert.True(last >= drained.BacklogMaxDepth, $"cleared {last} after a mark of {drained.BacklogMaxDepth}");
            Assert.InRange(Math.Max(during, last), 20u, Records + 40u);
            Assert.InRange(again, 1u, 10u);
        }
    }
}
