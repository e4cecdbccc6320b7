using AuditConsole.Kernel.Probe;
using AuditConsole.Kernel.Probe.Programs;
using AuditConsole.Kernel.Tests.Probe.Support;

namespace AuditConsole.Kernel.Tests.Probe;

public sealed class MeanBacklogTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Windows_OfRandomTraffic_HaveTheTrueIntegralAndJoinToTheWhole(int seed)
    {
        var random = new Random(seed);
        var queue = new QueueModel((uint)random.Next(20));
        var mean = Mean(queue);
        Int128 joined = 0;
        for (var window = 0; window < 100; window++)
        {
            var (began, start) = (queue.Integral, queue.Nanoseconds);
            for (var step = random.Next(1, 80); step > 0; step--)
            {
                Step(queue, random);
            }

            Settle(queue, random);
            var taken = mean.Take(queue.Waiting, out var doubt);

            Assert.Null(doubt);
            Assert.Equal(queue.Integral - began, taken!.Value.Integral);
            Assert.Equal((double)(queue.Integral - began) / (queue.Nanoseconds - start), taken.Value.Mean, 9);
            joined += taken.Value.Integral;
        }

        Assert.Equal(queue.Integral, joined);
    }

    [Fact]
    public void Window_WithRecordsThatComeUnseen_HasNoMeanAndSaysByHowMuchTheyDiffer()
    {
        var (queue, mean) = Settled();
        queue.AppendUnseen();
        queue.AppendUnseen();
        queue.Pass(100);
        queue.Take();

        Assert.Null(mean.Take(1, out var doubt));
        Assert.Equal("Records counted in and out and the queue's length differ by 2 more than before.", doubt);

        // One of them still waits.
        queue.Pass(50);
        Assert.Equal(1, mean.Take(0, out _)!.Value.Mean);
    }

    [Fact]
    public void Window_AfterRecordsThatVanishedUnseen_HasNoMeanAndTheNextHasOne()
    {
        var (queue, mean) = Settled();
        queue.RunEnter(record: 1);
        Passing(queue);

        Assert.Null(mean.Take(1, out var doubt));
        Assert.Contains("differ by 1 more", doubt, StringComparison.Ordinal);
        Passing(queue);
        Assert.NotNull(mean.Take(1, out _));
    }

    [Fact]
    public void Window_BeforeKauditdTookAnything_HasNoMean()
    {
        var queue = new QueueModel(5);
        var mean = Mean(queue);
        queue.Pass(100);

        Assert.Null(mean.Take(0, out var doubt));
        Assert.Contains("kauditd has taken no record yet", doubt, StringComparison.Ordinal);
    }

    [Fact]
    public void Window_InWhichNothingMoves_HasWhatStandsThere()
    {
        var queue = new QueueModel(6);
        var mean = Mean(queue);
        queue.Take();
        queue.Pass(10);
        Assert.Equal(5, mean.Take(6, out _)!.Value.Mean);
        queue.Pass(1_000_000);

        Assert.Equal(5, mean.Take(0, out var doubt)!.Value.Mean);
        Assert.Null(doubt);
    }

    [Fact]
    public void Window_OfMoreThanCanBeAddedUp_HasNoMeanAndSaysSo()
    {
        var (queue, mean) = Settled();
        queue.Pass(1ul << 41);

        Assert.Null(mean.Take(1 << 22, out var doubt));
        Assert.Contains("4194304 records for 00:36:39", doubt, StringComparison.Ordinal);
        queue.Pass(1ul << 41);
        Assert.Equal(0, mean.Take((1 << 22) - 1, out _)!.Value.Mean);
    }

    [Fact]
    public void Window_OfNoTime_HasNoMean()
    {
        var (_, mean) = Settled();

        Assert.Null(mean.Take(0, out var doubt));
        Assert.Null(doubt);
    }

    [Fact]
    public void Compare_WithArrivalsBeforeAnyInstruction_NeverFindsTheQueueLongerThanCounted()
    {
        for (int at = 0, last = 0; at <= last; at++)
        {
            var queue = new QueueModel(1);
            last = 0;
            queue.Take(executed =>
            {
                last = executed;
                if (executed == at)
                {
                    queue.Enter();
                    queue.Append();
                }
            });

            // Before anything came, one record waited that was never counted in.
            Assert.InRange(queue.Memory.Words[ProbeLayout.Offset], ProbeLayout.OffsetBias, ProbeLayout.OffsetBias + 1);
        }
    }

    [Fact]
    public void Enter_WithoutARecord_CountsNothing()
    {
        var queue = new QueueModel(0);
        queue.RunEnter(record: 0);

        Assert.All(queue.Memory.Words, word => Assert.Equal(0ul, word));
    }

    private static (QueueModel Queue, MeanBacklog Mean) Settled()
    {
        var queue = new QueueModel(0);
        var mean = Mean(queue);
        Passing(queue);
        Assert.NotNull(mean.Take(1, out _));
        return (queue, mean);
    }

    private static MeanBacklog Mean(QueueModel queue) => new(queue.Memory, () => queue.Nanoseconds);

    private static void Passing(QueueModel queue)
    {
        queue.Enter();
        queue.Append();
        queue.Pass(100);
        queue.Take();
    }

    private static void Step(QueueModel queue, Random random)
    {
        queue.Pass((ulong)random.Next(1000));
        switch (random.Next(5))
        {
            case 0 or 1:
                queue.Enter();
                break;
            case 2 when queue.UnderWay > 0:
                queue.Append();
                break;
            case 3 when queue.UnderWay > 0:
                queue.Drop();
                break;
            case 4 when queue.Waiting > 0:
                queue.Take();
                break;
        }
    }

    // Whoever is under way arrives, and kauditd takes a record while nobody is.
    private static void Settle(QueueModel queue, Random random)
    {
        while (queue.UnderWay > 0)
        {
            queue.Append();
            queue.Pass((ulong)random.Next(100));
        }

        Passing(queue);
    }
}
