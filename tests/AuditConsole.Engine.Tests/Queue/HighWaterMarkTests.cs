using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Queue;

public sealed class HighWaterMarkTests
{
    [Theory]
    [InlineData(0, 7, 7)] // nobody came in between
    [InlineData(5, 7, 7)] // a rival raised it, but not as high
    [InlineData(7, 7, 7)] // a rival raised it exactly as high
    [InlineData(9, 7, 9)] // a rival raised it higher
    public void RaiseFrom_MarkRaisedByRivalSinceRead_HighestStays(uint rival, uint backlog, uint expected)
    {
        var mark = new HighWaterMark();
        mark.Raise(rival);

        mark.RaiseFrom(seen: 0, backlog);

        Assert.Equal(expected, mark.Value);
    }

    [Fact]
    public void RaiseFrom_MarkClearedSinceRead_PeakGoesToNextRead()
    {
        var mark = new HighWaterMark();
        mark.Raise(5);
        Assert.Equal(5u, mark.ReadAndClear());

        mark.RaiseFrom(seen: 5, 7);

        Assert.Equal(7u, mark.ReadAndClear());
    }

    [Fact]
    public void Raise_LowerBacklog_LeavesMark()
    {
        var mark = new HighWaterMark();
        mark.Raise(uint.MaxValue);

        mark.Raise(3);

        Assert.Equal(uint.MaxValue, mark.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ReadAndClear_AnySequenceOfRaisesAndReads_EachReadIsHighestSinceTheLast(int seed)
    {
        var random = new Random(seed);
        var mark = new HighWaterMark();
        var highest = 0u;
        for (var i = 0; i < 10_000; i++)
        {
            if (random.Next(5) == 0)
            {
                Assert.Equal(highest, mark.ReadAndClear());
                highest = 0;
                continue;
            }

            var backlog = (uint)random.Next(1 << random.Next(1, 20));
            mark.Raise(backlog);
            highest = Math.Max(highest, backlog);
            Assert.Equal(highest, mark.Value);
        }
    }

    [Fact]
    public async Task Raise_ManyProducersAndOneReader_EveryPeakIsInOneOfTheReadsItMayFallInto()
    {
        const int Producers = 3;
        const int Raises = 100_000;
        var mark = new HighWaterMark();
        var reads = new List<uint>();
        var readsDone = 0;
        using var start = new Barrier(Producers + 1);

        var producers = Enumerable.Range(1, Producers).Select(seed => OnItsOwnThread(() =>
        {
            var random = new Random(seed);
            var raised = new List<(int First, int Last, uint Backlog)>(Raises);
            start.SignalAndWait(TestContext.Current.CancellationToken);
            for (var i = 0; i < Raises; i++)
            {
                var backlog = (uint)random.Next(1, 1_000_000);
                var first = Volatile.Read(ref readsDone);
                mark.Raise(backlog);
                // The read that is under way now may have exchanged already, so the one after it counts too.
                raised.Add((first, Volatile.Read(ref readsDone) + 1, backlog));
            }

            return raised;
        })).ToArray();
        start.SignalAndWait(TestContext.Current.CancellationToken);
        while (producers.Any(p => !p.IsCompleted))
        {
            reads.Add(mark.ReadAndClear());
            Interlocked.Increment(ref readsDone);
        }

        var raises = (await Task.WhenAll(producers)).SelectMany(r => r).ToList();
        reads.Add(mark.ReadAndClear());
        reads.Add(mark.ReadAndClear());

        Assert.All(raises, raise => Assert.Contains(
            Enumerable.Range(raise.First, raise.Last - raise.First + 1), read => read < reads.Count && reads[read] >= raise.Backlog));
        Assert.Subset(raises.Select(r => r.Backlog).Append(0u).ToHashSet(), reads.ToHashSet());
        Assert.Equal(raises.Max(r => r.Backlog), reads.Max());
    }

    private static Task<T> OnItsOwnThread<T>(Func<T> work) => Task.Factory.StartNew(
        work, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
