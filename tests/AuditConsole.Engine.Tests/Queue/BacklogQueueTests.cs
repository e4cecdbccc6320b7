using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Tests.Queue;

public sealed class BacklogQueueTests
{
    private static readonly AuditRecord s_record = new(AuditMessageType.Syscall, DateTimeOffset.UnixEpoch, 1, "arch=c000003e");

    [Fact]
    public void Append_Always_ReturnsTheBacklogItProducedAndRaisesTheMarkToIt()
    {
        var queue = new BacklogQueue<AuditRecord>();

        Assert.Equal([1u, 2u, 3u], [queue.Append(s_record), queue.Append(s_record), queue.Append(s_record)]);
        Assert.True(queue.TryTake(out _));
        Assert.Equal(3u, queue.Append(s_record));

        Assert.Equal(3u, queue.Mark.Value);
        Assert.Equal(3u, queue.Backlog);
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(3, 0, false)]
    public void IsOver_BacklogAndLimit_OnlyAboveAndOnlyWithALimit(int records, uint limit, bool expected)
    {
        var queue = new BacklogQueue<AuditRecord>();
        for (var i = 0; i < records; i++)
        {
            queue.Append(s_record);
        }

        Assert.Equal(expected, queue.IsOver(limit));
    }

    [Fact]
    public async Task Append_ProducersAndConsumerAtOnce_MarkIsTheHighestBacklogAnyAppendProduced()
    {
        var queue = new BacklogQueue<AuditRecord>();
        var highest = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var most = 0u;
            for (var i = 0; i < 20_000; i++)
            {
                most = Math.Max(most, queue.Append(s_record));
                if (i % 3 != 0)
                {
                    queue.TryTake(out var _);
                }
            }

            return most;
        })));

        Assert.Equal(highest.Max(), queue.Mark.Value);
    }
}
