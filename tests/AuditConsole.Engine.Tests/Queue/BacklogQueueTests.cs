using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Queue;

public sealed class BacklogQueueTests
{
    [Theory]
    [InlineData(MarkMode.Exact)]
    [InlineData(MarkMode.Kernel)]
    public void Append_Always_ReturnsTheBacklogItProducedAndRaisesTheMarkToIt(MarkMode mode)
    {
        var queue = new BacklogQueue<int>(mode);

        Assert.Equal([1u, 2u, 3u], [queue.Append(7), queue.Append(7), queue.Append(7)]);
        Assert.True(queue.TryTake(out _));
        Assert.Equal(3u, queue.Append(7));

        Assert.Equal(3u, queue.Mark.Value);
        Assert.Equal(3u, queue.Backlog);
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(3, 0, false)]
    public void IsOver_BacklogAndLimit_OnlyAboveAndOnlyWithALimit(int records, uint limit, bool expected)
    {
        var queue = new BacklogQueue<int>();
        for (var i = 0; i < records; i++)
        {
            queue.Enqueue(i);
        }

        Assert.Equal(expected, queue.IsOver(limit));
    }

    [Theory]
    [InlineData(MarkMode.Exact, 5, 5)] // counted as it was produced
    [InlineData(MarkMode.Kernel, 5, 3)] // two are gone when the length is read
    public void Enqueue_ConsumerTakesBetweenAppendAndRead_OnlyKernelModeMissesThePeak(MarkMode mode, int records, uint expected)
    {
        var queue = new BacklogQueue<int>(mode);
        if (mode == MarkMode.Exact)
        {
            Enumerable.Range(0, records).ToList().ForEach(record => queue.Enqueue(record));
        }
        else
        {
            Enumerable.Range(0, records).ToList().ForEach(record => queue.EnqueueUnmarked(record));
        }

        Assert.True(queue.TryTake(out _) && queue.TryTake(out _));
        if (mode == MarkMode.Kernel)
        {
            queue.RaiseToBacklog();
        }

        Assert.Equal(expected, queue.Mark.ReadAndClear());
    }

    [Theory]
    [InlineData(MarkMode.Exact, 1)]
    [InlineData(MarkMode.Exact, 2)]
    [InlineData(MarkMode.Kernel, 3)]
    public void Queue_AnySequenceOfCalls_BehavesAsAListWithItsLongestLength(MarkMode mode, int seed)
    {
        var random = new Random(seed);
        var queue = new BacklogQueue<string>(mode);
        var model = new Queue<string>();
        var highest = 0u;
        for (var i = 0; i < 200_000; i++)
        {
            // Long stretches of growing and of draining, so that segments are added, left and used again.
            var growing = i / 3000 % 2 == 0;
            switch (random.Next(100))
            {
                case 0:
                    Assert.Equal(highest, queue.Mark.ReadAndClear());
                    highest = 0;
                    break;
                case < 50 when growing || random.Next(2) == 0:
                    model.Enqueue($"{i}");
                    highest = Math.Max(highest, (uint)model.Count);
                    Assert.Equal((uint)model.Count, queue.Append($"{i}"));
                    break;
                case < 70 when growing:
                    model.Enqueue($"{i}");
                    highest = Math.Max(highest, (uint)model.Count);
                    queue.Enqueue($"{i}");
                    break;
                default:
                    Assert.Equal(model.TryDequeue(out var expected), queue.TryTake(out var taken));
                    Assert.Equal(expected, taken);
                    break;
            }

            Assert.Equal((uint)model.Count, queue.Backlog);
            var limit = (uint)random.Next(1, 2000);
            Assert.Equal(model.Count > limit, queue.IsOver(limit));
            Assert.Equal(highest, queue.Mark.Value);
        }
    }

    [Fact]
    public void Queue_AsLongAsBefore_AllocatesNothing()
    {
        var queue = new BacklogQueue<long>();
        FillAndDrain(queue, 10_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        FillAndDrain(queue, 10_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void TryTake_InTheNextSegment_TakenRecordIsNoLongerReachable()
    {
        var queue = new BacklogQueue<object>();
        var record = AppendAndTake(queue);
        for (var i = 0; i < 300; i++)
        {
            queue.Enqueue("");
            queue.TryTake(out var _);
        }

        GC.Collect();

        Assert.False(record.IsAlive);
        GC.KeepAlive(queue);
    }

    [Fact]
    public async Task Queue_ProducersAndConsumerAtOnce_EachProducersRecordsComeOnceAndInOrder()
    {
        const int Producers = 3;
        const int Records = 200_000;
        var queue = new BacklogQueue<(int Producer, int Number)>();
        var producers = Enumerable.Range(0, Producers).Select(producer => OnItsOwnThread(() =>
        {
            var highest = 0u;
            for (var number = 0; number < Records; number++)
            {
                highest = Math.Max(highest, queue.Append((producer, number)));
            }

            return highest;
        })).ToArray();

        var next = new int[Producers];
        var wait = new SpinWait();
        while (next.Sum() < Producers * Records)
        {
            if (queue.TryTake(out var record))
            {
                Assert.Equal(next[record.Producer]++, record.Number);
            }
            else
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }

        Assert.Equal((await Task.WhenAll(producers)).Max(), queue.Mark.Value);
        Assert.False(queue.TryTake(out _));
        Assert.Equal(0u, queue.Backlog);
    }

    private static WeakReference AppendAndTake(BacklogQueue<object> queue)
    {
        var record = new object();
        queue.Enqueue(record);
        queue.TryTake(out _);
        return new WeakReference(record);
    }

    private static void FillAndDrain(BacklogQueue<long> queue, int records)
    {
        for (var i = 0; i < records; i++)
        {
            queue.Enqueue(i);
        }

        while (queue.TryTake(out _))
        {
        }
    }

    private static Task<T> OnItsOwnThread<T>(Func<T> work) => Task.Factory.StartNew(
        work, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
