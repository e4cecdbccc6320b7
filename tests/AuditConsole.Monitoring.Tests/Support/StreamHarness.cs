using AuditConsole.Engine;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A monitor on an engine whose records reach it when the test lets them, with another client that clears and changes too.</summary>
internal sealed class StreamHarness : IAsyncDisposable
{
    private const int SteadyAfter = 200;
    private readonly MonitorHarness _harness;
    private WatchedTransport? _stream;
    private long _delivered;

    public StreamHarness(AuditEngineOptions? options = null, bool readsRecords = true, Lease? lease = null)
    {
        var clock = new ManualTimeProvider();
        Engine = new AuditEngine(options ?? new AuditEngineOptions { BacklogLimit = 0 }, clock);
        _harness = new MonitorHarness(source: HostSource.Engine, clock: clock, lease: lease, describe: host => host with
        {
            Connect = () => Engine.Connect(),
            OpenReadLog = readsRecords ? Join : null,
        });
        Other = new AuditClient(Engine.Connect(), clock);
    }

    public AuditEngine Engine { get; }

    public AuditClient Other { get; }

    public HostMonitor Monitor => _harness.Monitor;

    public ManualTimeProvider Clock => _harness.Clock;

    public async Task StartAsync()
    {
        await _harness.StartAsync();
        while (_stream is null ? false : !Monitor.Feed.State.Records.Joined)
        {
            await Task.Yield();
        }

        await Other.GetStatusAsync(CancellationToken.None);
    }

    public void Flood(int records)
    {
        for (var i = 0; i < records; i++)
        {
            Assert.True(Engine.TryLog(AuditMessageType.Syscall, "arch=c000003e syscall=59"));
        }
    }

    /// <summary>Lets that many records leave the queue and reach the monitor's reader.</summary>
    public async Task PassAsync(int most = int.MaxValue)
    {
        _delivered += await Engine.PassAsync(most);
        while (_stream is { } stream && stream.Asked <= _delivered)
        {
            await Task.Yield();
        }
    }

    /// <summary>One sample, and the poll that may be due with it.</summary>
    public async Task SampleAsync()
    {
        await _harness.SampleAsync();
        var polls = Clock.GetUtcNow().Ticks % MonitorHarness.Poll.Ticks == 0;
        while (polls && Monitor.Feed.State.LastPoll != Clock.GetUtcNow())
        {
            await Task.Yield();
        }
    }

    /// <summary>Samples to the end of the window under way, that sample and its poll included.</summary>
    public async Task PollAsync()
    {
        do
        {
            await SampleAsync();
        }
        while (Clock.GetUtcNow().Ticks % MonitorHarness.Poll.Ticks != 0);
    }

    /// <summary>Stops the monitor and returns all its windows.</summary>
    public async Task<IReadOnlyList<PollWindow>> StopAsync()
    {
        var stopping = _harness.StopAsync();
        var steady = 0;
        while (!stopping.IsCompleted)
        {
            // The patience of the stop, and the wait for the last records: two timers that stay. Other waits come and go.
            steady = Clock.WaitingTimers >= 2 ? steady + 1 : 0;
            if (steady == SteadyAfter)
            {
                steady = 0;
                Clock.Advance(MonitorHarness.Sample);
            }

            await Task.Yield();
        }

        await stopping;
        return await _harness.History.PollsAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None);
    }

    /// <summary>What was written down so far, oldest first.</summary>
    public async Task<IReadOnlyList<Activity>> ActivityAsync(ActivityKind kind) =>
        [.. (await _harness.History.ActivityAsync("host", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, int.MaxValue, CancellationToken.None)).Where(a => a.Kind == kind).Reverse()];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Other.DisposeAsync();
        await _harness.DisposeAsync();
        await Engine.DisposeAsync();
    }

    private WatchedTransport Join() => _stream = new WatchedTransport(Engine.Connect(new EngineConnectionOptions { ReadLog = true, ReceiveBuffer = 64 * 1024 * 1024 }));
}
