using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Tests.Probe.Support;

namespace AuditConsole.Kernel.Tests.Probe;

public sealed class QueueCountTests
{
    [Fact]
    public void Read_BeforeAnyInstructionOfAnArrival_HasItWholeOrNotAtAllOrGivesUp()
    {
        var seen = new List<(ulong, ulong)?>();
        for (int at = 0, last = 0; at <= last; at++)
        {
            var queue = new QueueModel(0);
            var now = queue.Nanoseconds;
            QueueCount? count = null;
            last = 0;
            queue.RunEnter(record: 1, executed =>
            {
                last = executed;
                count = executed == at ? QueueCount.Read(queue.Memory, () => now) : count;
            });
            seen.Add(count is { } whole ? (whole.Entered, whole.EnteredSum) : null);
        }

        Assert.Equal([(0ul, 0ul), null, (1ul, 1000ul)], seen.Where((count, at) => at == 0 || count != seen[at - 1]));
    }
}
