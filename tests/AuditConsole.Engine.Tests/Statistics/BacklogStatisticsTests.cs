using AuditConsole.Engine.Queue;
using AuditConsole.Engine.Statistics;

namespace AuditConsole.Engine.Tests.Statistics;

public sealed class BacklogStatisticsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ReadAndClear_AnyRun_WindowsJoinedEqualARunNeverCleared(int seed)
    {
        var random = new Random(seed);
        var (cleared, never) = (new BacklogStatistics(start: 100), new BacklogStatistics(start: 100));
        var windows = new List<BacklogWindow>();
        var (now, backlog) = (100L, 0u);
        for (var i = 0; i < 5000; i++)
        {
            // Some ticks do not move on, and some come from a producer that read the clock too early.
            now += random.Next(-2, 20);
            cleared.Tick(now, backlog);
            never.Tick(now, backlog);
            backlog = (uint)random.Next(1 << random.Next(1, 20));
            if (random.Next(7) == 0)
            {
                cleared.Lose();
                never.Lose();
            }

            if (random.Next(50) == 0)
            {
                windows.Add(cleared.ReadAndClear(now, backlog));
            }
        }

        windows.Add(cleared.ReadAndClear(now, backlog));
        var joined = windows.Aggregate((window, next) => window.Join(next));
        var whole = never.ReadAndClear(now, backlog);

        Assert.True(windows.Count > 50);
        Assert.Equal((whole.From, whole.To, whole.Lost, whole.Mean), (joined.From, joined.To, joined.Lost, joined.Mean));
        Assert.Equal((whole.Distribution.Time, whole.Distribution.Integral, whole.Distribution.Max), (joined.Distribution.Time, joined.Distribution.Integral, joined.Distribution.Max));
        Assert.Equal(whole.Distribution.Buckets, joined.Distribution.Buckets);
        Assert.Equal(whole.To - whole.From, whole.Distribution.Time);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 40)]
    public void Tick_AnyTraffic_IntegralOfTheBacklogIsTheSumOfTheSojourns(int seed, int batch)
    {
        var random = new Random(seed);
        var queue = new BacklogQueue<long>(statistics: new BacklogStatistics(start: 0));
        var (now, sojourns) = (0L, 0L);
        for (var i = 0; i < 20_000 || queue.Backlog > 0; i++)
        {
            if (i % batch == 0)
            {
                now += random.Next(0, 5);
                queue.Tick(now);
            }

            if (i < 20_000 && random.Next(2) == 0)
            {
                queue.Enqueue(now);
            }
            else if (queue.TryTake(out var since))
            {
                sojourns += now - since;
            }
        }

        var window = queue.Statistics!.ReadAndClear(now, queue.Backlog);

        Assert.Equal((UInt128)sojourns, window.Distribution.Integral);
        Assert.Equal(now, window.Distribution.Time);
    }

    [Fact]
    public void Tick_WithinOneTick_PeaksHaveNoExtent()
    {
        var queue = new BacklogQueue<int>(statistics: new BacklogStatistics(start: 0));
        queue.Tick(10);
        queue.Enqueue(1);
        queue.Enqueue(2);
        queue.TryTake(out _);
        queue.Tick(10);
        queue.Tick(14);

        var window = queue.Statistics!.ReadAndClear(14, queue.Backlog);

        Assert.Equal([(0u, 0u, 10L), (1u, 1u, 4L)], window.Distribution.Buckets);
        Assert.Equal(2u, queue.Mark.Value);
    }

    [Fact]
    public void Join_WindowsWithATimeBetween_SaysWhereTheNextHasToBegin()
    {
        var statistics = new BacklogStatistics(start: 0);
        var first = statistics.ReadAndClear(5, backlog: 0);
        statistics.ReadAndClear(9, backlog: 0);

        var thrown = Assert.Throws<ArgumentException>(() => first.Join(statistics.ReadAndClear(12, backlog: 0)));

        Assert.Contains("begin at 5", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("begins at 9", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAndClear_LossesAndTicksAtOnce_CountsEachLossAndEachInstantOnce()
    {
        const int Losses = 100_000;
        var statistics = new BacklogStatistics(start: 0);
        var losers = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 1; i <= Losses; i++)
            {
                statistics.Lose();
                statistics.Tick(i, (uint)i);
            }
        }, TestContext.Current.CancellationToken)));

        var windows = new List<BacklogWindow>();
        while (!losers.IsCompleted)
        {
            windows.Add(statistics.ReadAndClear(0, 0));
        }

        await losers;
        windows.Add(statistics.ReadAndClear(0, 0));

        Assert.Equal(2 * Losses, windows.Sum(window => window.Lost));
        Assert.Equal(Losses, windows.Sum(window => window.Distribution.Time));
        Assert.Equal((0, Losses), (windows[0].From, windows[^1].To));
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }
}
