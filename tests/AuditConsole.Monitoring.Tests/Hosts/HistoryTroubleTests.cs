using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Postgres;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Tests.Support;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Hosts;

/// <summary>A monitor whose history is slow, refuses or goes away: it goes on, and no window is lost or stored twice.</summary>
public sealed class HistoryTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly FakeKernel _kernel = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Poll_OfAHistoryThatDoesNotAnswer_GoesOnAndItsWindowsComeLater()
    {
        await using var harness = Start(patience: TimeSpan.FromMilliseconds(300));
        await harness.StartAsync();
        await harness.PollAsync();
        var release = new TaskCompletionSource();
        harness.History.Hangs = release.Task;

        while (harness.Monitor.Feed.State.WaitingWindows < 3)
        {
            await harness.NextAsync();
        }

        var problem = harness.Monitor.Feed.State.HistoryProblem;
        release.SetResult();
        PollWindow[] late = [await harness.NextWindowAsync(), await harness.NextWindowAsync(), await harness.NextWindowAsync()];

        Assert.Contains("has not answered for 0.3 s", problem, StringComparison.Ordinal);
        Assert.All(late.Zip(late.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal([late[0].Seq, late[0].Seq + 1, late[0].Seq + 2], late.Select(window => window.Seq));
    }

    [Fact(Timeout = 30_000)]
    public async Task Start_OfAHistoryThatIsSlowToOpen_GoesOnAsSoonAsItIsOpen()
    {
        await using var harness = Start(patience: TimeSpan.FromMilliseconds(300));
        var release = new TaskCompletionSource();
        harness.History.Hangs = release.Task;
        var starting = harness.StartAsync();
        while (!starting.IsCompleted)
        {
            _clock.Advance(MonitorHarness.Sample);
            await Task.Yield();
        }

        Assert.NotNull(harness.Monitor.Feed.State.HistoryProblem);

        release.SetResult();
        var window = await harness.PollAsync();

        Assert.Equal(1, window.Seq);
        Assert.Null(harness.Monitor.Feed.State.HistoryProblem);
    }

    [Fact(Timeout = 30_000)]
    public async Task Stop_WithWindowsThatWait_LeavesThemToTheNextRun()
    {
        DateTimeOffset since;
        string file;
        await using (var before = Start())
        {
            file = before.WaitingFile;
            await before.StartAsync();
            since = (await before.PollAsync()).To;
            before.History.Refuses = true;
            _kernel.Status = _kernel.Status with { Backlog = 40 };
            while (before.Monitor.Feed.State.WaitingWindows < 2)
            {
                await before.NextAsync();
            }
        }

        Assert.True(File.Exists(file));
        _kernel.Status = _kernel.Status with { Backlog = 0 };
        await using var after = Start();
        await after.StartAsync();
        var first = await after.PollAsync();
        var stored = await after.History.PollsAsync("host", since, first.To, 100, Token);

        Assert.False(File.Exists(file));
        Assert.Equal(40u, stored[0].Peak);
        Assert.Equal(since, stored[0].From);
        Assert.All(stored.Zip(stored.Skip(1)), pair => Assert.Equal((pair.First.To, pair.First.Seq + 1), (pair.Second.From, pair.Second.Seq)));
    }

    [Fact(Timeout = 30_000)]
    public async Task Start_WhileTheHistoryIsStillAway_KeepsWhatAnEarlierRunLeft()
    {
        _kernel.Status = _kernel.Status with { Backlog = 40 };
        await using (var before = Start())
        {
            await before.StartAsync();
            await before.PollAsync();
            before.History.Refuses = true;
            while (before.Monitor.Feed.State.WaitingWindows < 2)
            {
                await before.NextAsync();
            }
        }

        _kernel.Status = _kernel.Status with { Backlog = 0 };
        await using (var meanwhile = Start())
        {
            meanwhile.History.Refuses = true;
            await meanwhile.StartAsync();
            while (meanwhile.Monitor.Feed.State.WaitingWindows < 2)
            {
                await meanwhile.NextAsync();
            }
        }

        await using var after = Start();
        await after.StartAsync();
        var last = await after.PollAsync();
        var stored = await after.History.PollsAsync("host", DateTimeOffset.MinValue, last.To, 100, Token);

        Assert.True(stored.Count(window => window.Peak == 40) >= 3);
        Assert.All(stored.Zip(stored.Skip(1)), pair => Assert.Equal((pair.First.To, pair.First.Seq + 1), (pair.Second.From, pair.Second.Seq)));
        Assert.Equal(stored.Select(window => window.Seq), after.Monitor.Feed.RecentWindows.Select(window => window.Seq));
    }

    [Fact(Timeout = 30_000)]
    public async Task Start_WithADamagedLineInTheFile_SaysSoAndTakesTheRest()
    {
        await using (var before = Start())
        {
            await before.StartAsync();
            await before.PollAsync();
            before.History.Refuses = true;
            while (before.Monitor.Feed.State.WaitingWindows < 2)
            {
                await before.NextAsync();
            }

            await before.StopAsync();
            var lines = await File.ReadAllLinesAsync(before.WaitingFile, Token);
            await File.WriteAllTextAsync(before.WaitingFile, $"{lines[0]}\n{lines[1][..40]}", Token);
        }

        await using var after = Start();
        await after.StartAsync();
        await after.PollAsync();
        var activity = await after.History.ActivityAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 10, Token);

        Assert.Contains(activity, entry => entry.Kind == ActivityKind.HistoryTrouble && entry.Text.StartsWith("1 of the windows", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task Windows_WhilePostgresIsAway_WaitInOrderAndAreStoredOnce()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        using var server = new PostgresServer();
        var connectionString = server.CreateDatabase();
        await using var harness = Start(new PostgresHistory(connectionString));
        await harness.StartAsync();
        var windows = new List<PollWindow> { await harness.PollAsync() };

        server.Stop();
        while (harness.Monitor.Feed.State.WaitingWindows < 3)
        {
            await harness.NextAsync();
        }

        var problem = harness.Monitor.Feed.State.HistoryProblem;
        server.Start();
        while (harness.Monitor.Feed.State.WaitingWindows > 0)
        {
            await harness.NextAsync();
        }

        await harness.StopAsync();
        var stored = await harness.History.PollsAsync("host", windows[0].From, DateTimeOffset.MaxValue, 1000, Token);

        Assert.Contains("PostgreSQL", problem, StringComparison.Ordinal);
        Assert.True(stored.Count >= 4);
        Assert.All(stored.Zip(stored.Skip(1)), pair => Assert.Equal((pair.First.To, pair.First.Seq + 1), (pair.Second.From, pair.Second.Seq)));
    }

    public void Dispose() => _folder.Dispose();

    private MonitorHarness Start(IHistory? history = null, TimeSpan? patience = null) =>
        new(_kernel, folder: _folder, clock: _clock, lease: Lease.Take(_folder.File("leases"), Guid.NewGuid().ToString()), history: history, patience: patience);
}
