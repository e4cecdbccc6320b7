using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A monitor on a kernel of the test's, a real history file and a clock that the test moves.</summary>
internal sealed class MonitorHarness : IAsyncDisposable
{
    public static readonly TimeSpan Sample = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder;
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<Snapshot> _snapshots;
    private readonly IAsyncEnumerator<PollWindow> _windows;
    private readonly Task<bool> _firstSnapshot;
    private Task<bool> _nextWindow;
    private bool _first = true;

    public MonitorHarness(
        FakeKernel? kernel = null, HostSource source = HostSource.Kernel, Lease? lease = null, TemporaryFolder? folder = null, ManualTimeProvider? clock = null, string bootId = "boot",
        Func<HostDescription, HostDescription>? describe = null, IHistory? history = null, TimeSpan? patience = null)
    {
        Kernel = kernel ?? new FakeKernel();
        Clock = clock ?? new ManualTimeProvider();
        _folder = folder ?? new TemporaryFolder();
        History = new StubbornHistory(history ?? new SqliteHistory($"Data Source={_folder.File("history.db")}"));
        var host = new HostDescription { Host = "host", Source = source, System = "test", Hz = 1000, BootId = bootId, Connect = Kernel.Connect };
        Monitor = new HostMonitor(describe?.Invoke(host) ?? host, History, lease ?? Lease.Take(_folder.Path, "host"), new MonitorOptions
        {
            SampleInterval = Sample,
            PollInterval = Poll,
            WaitingFile = WaitingFile,
            ChangeFile = ChangeFile,

            // The clock of a test runs much faster than the disk.
            HistoryPatience = patience ?? Timeout.InfiniteTimeSpan,
        },
            Clock);
        _snapshots = Monitor.Feed.WatchSnapshotsAsync(CancellationToken.None).GetAsyncEnumerator();
        _windows = Monitor.Feed.WatchWindowsAsync(CancellationToken.None).GetAsyncEnumerator();
        _firstSnapshot = _snapshots.MoveNextAsync().AsTask();
        _nextWindow = _windows.MoveNextAsync().AsTask();
    }

    public FakeKernel Kernel { get; }

    public ManualTimeProvider Clock { get; }

    public StubbornHistory History { get; }

    public string WaitingFile => _folder.File("waiting.jsonl");

    public string ChangeFile => _folder.File("change.json");

    public HostMonitor Monitor { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Starts and waits for the first sample.</summary>
    public async Task StartAsync()
    {
        Running = Task.Run(() => Monitor.RunAsync(_stop.Token));
        await SampleAsync();
    }

    /// <summary>Moves the clock on by one sample and waits for what the monitor publishes.</summary>
    public async Task<Snapshot> SampleAsync()
    {
        if (_first)
        {
            _first = false;
            await _firstSnapshot;
            return _snapshots.Current;
        }

        var next = _snapshots.MoveNextAsync().AsTask();
        Clock.Advance(Sample);
        await next;
        return _snapshots.Current;
    }

    /// <summary>Moves the clock on until the monitor publishes something, which while it is held takes more than one step.</summary>
    public async Task<Snapshot> NextAsync()
    {
        var next = _snapshots.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            Clock.Advance(Sample);
            await Task.Yield();
        }

        return _snapshots.Current;
    }

    /// <summary>Lets the kernel hold the monitor: its next request is still answered, and from then on it waits for its own sender.</summary>
    public Task<Snapshot> HoldAsync()
    {
        Kernel.Hold();
        return SampleAsync();
    }

    /// <summary>Moves the clock on until the monitor publishes that it is held.</summary>
    public async Task<Snapshot> HeldAsync()
    {
        do
        {
            var next = _snapshots.MoveNextAsync().AsTask();
            Clock.Advance(Sample);

            // Either the tick brings an answer, or the monitor waits for one beside its ticks; the clock must not outrun it.
            while (!next.IsCompleted)
            {
                if (Clock.WaitingTimers > 1)
                {
                    Clock.Advance(Sample);
                }

                await Task.Yield();
            }
        }
        while (_snapshots.Current.HeldFor is null);

        return _snapshots.Current;
    }

    /// <summary>Samples until the window under way is committed.</summary>
    public async Task<PollWindow> PollAsync()
    {
        while (Clock.GetUtcNow().Ticks / Poll.Ticks == (Clock.GetUtcNow() + Sample).Ticks / Poll.Ticks)
        {
            await SampleAsync();
        }

        await SampleAsync();
        return await NextWindowAsync();
    }

    /// <summary>The next window that is committed.</summary>
    public async Task<PollWindow> NextWindowAsync()
    {
        await _nextWindow;
        var window = _windows.Current;
        _nextWindow = _windows.MoveNextAsync().AsTask();
        return window;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Running;
    }

    public async ValueTask DisposeAsync()
    {
        Kernel.Release();
        await StopAsync();
        Monitor.Dispose();
        await History.DisposeAsync();
    }
}
