using AuditConsole.Engine;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Hosts;

public sealed class EngineThroughTheMonitorTests
{
    [Fact(Timeout = 30_000)]
    public async Task Burst_InTheEngine_ShowsAsThePeakOfItsWindow()
    {
        var clock = new ManualTimeProvider();
        using var folder = new TemporaryFolder();
        await using var engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 500 }, clock);
        await using var history = new SqliteHistory($"Data Source={folder.File("history.db")}");
        var host = new HostDescription { Host = "engine", Source = HostSource.Engine, System = "engine", Hz = 1000, BootId = "b", Connect = () => engine.Connect() };
        using var lease = Lease.Take(folder.Path, "engine");
        using var monitor = new HostMonitor(host, history, lease, new MonitorOptions { PollInterval = TimeSpan.FromSeconds(1) }, clock);
        using var stop = new CancellationTokenSource();
        await using var snapshots = monitor.Feed.WatchSnapshotsAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var first = snapshots.MoveNextAsync().AsTask();
        var running = Task.Run(() => monitor.RunAsync(stop.Token), TestContext.Current.CancellationToken);
        await first;

        for (var i = 0; i < 150; i++)
        {
            engine.TryLog(AuditMessageType.Syscall, "arch=c000003e syscall=59");
        }

        await engine.PassAsync(150, cancellationToken: TestContext.Current.CancellationToken);
        while (monitor.Feed.RecentWindows.Count == 0)
        {
            var next = snapshots.MoveNextAsync().AsTask();
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await next;
        }

        await stop.CancelAsync();
        await running;
        var window = monitor.Feed.RecentWindows[0];

        Assert.Equal((150u, Bound.Exact, Tier.Engine), (window.Peak, window.Bound, window.Tier));
        Assert.Equal(0u, window.P50);
    }
}
