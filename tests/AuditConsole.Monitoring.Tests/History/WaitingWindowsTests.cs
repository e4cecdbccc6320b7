using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Waiting;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Tests.History;

public sealed class WaitingWindowsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Add_MoreThanFit_KeepsEveryPeakInBoundedMemory(int most)
    {
        var random = new Random(most);
        var windows = Enumerable.Range(0, 2_000).Select(i => Window(i, (uint)random.Next(1_000))).ToList();
        var waiting = new WaitingWindows(most);

        foreach (var window in windows)
        {
            waiting.Add(window);
            Assert.True(waiting.Count <= most);
        }

        Assert.Equal(windows.Max(w => w.Window.Peak), waiting.All.Max(w => w.Window.Peak));
        Assert.Equal(windows.Count, waiting.All.Sum(w => w.Window.Windows));
        Assert.Equal(windows.Count - waiting.Count, waiting.Joined);
        Assert.Equal(s_start, waiting.All[0].Window.From);
        Assert.All(waiting.All.Zip(waiting.All.Skip(1)), pair => Assert.Equal(pair.First.Window.To, pair.Second.Window.From));
        Assert.Equal(windows[^1].State, waiting.All[^1].State);
    }

    [Fact]
    public void Add_AfterAnAttempt_LeavesWhatMayBeCommittedAsItIs()
    {
        var waiting = new WaitingWindows(4);
        waiting.Add(Window(0, 1));
        waiting.Next();
        waiting.Failed();

        foreach (var i in Enumerable.Range(1, 20))
        {
            waiting.Add(Window(i, 1));
        }

        Assert.Equal(Window(0, 1), waiting.All[0]);
        Assert.Equal([Window(0, 1)], waiting.Next());
    }

    [Fact]
    public void Next_OnceOneWasTaken_IsAllThatWait()
    {
        var waiting = new WaitingWindows(10);
        waiting.Add(Window(0, 1));
        waiting.Add(Window(1, 1));
        waiting.Add(Window(2, 1));
        waiting.Failed();
        waiting.Committed(waiting.Next().Count);

        Assert.Equal([Window(1, 1), Window(2, 1)], waiting.Next());
    }

    private static UncommittedWindow Window(int index, uint peak) => new(
        new PollWindow { Host = "host", From = s_start.AddSeconds(index), To = s_start.AddSeconds(index + 1), Peak = peak },
        new HostState { CommittedTo = s_start.AddSeconds(index + 1) });
}
