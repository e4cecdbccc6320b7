using System.Collections.Concurrent;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Records;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What the monitor of a host has published: pages, hub, API and metrics read this and never the host itself.</summary>
/// <remarks>Any thread may read. Values are immutable.</remarks>
public sealed class HostFeed
{
    private const int WaitingSnapshots = 64;
    private const int WaitingWindows = 256;

    private readonly Broadcast<Snapshot> _snapshots = new(WaitingSnapshots);
    private readonly Broadcast<PollWindow> _windows = new(WaitingWindows);
    private readonly Broadcast<Activity> _activity = new(WaitingWindows);
    private readonly Recent<Snapshot> _recentSnapshots;
    private readonly Recent<PollWindow> _recentWindows;
    private readonly Lock _stateGate = new();
    private Snapshot? _latest;
    private MonitorState _state;
    private readonly ConcurrentDictionary<string, long> _pollErrors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Metric, string By), long> _resets = new();

    /// <summary>A feed that nothing has been published to.</summary>
    public HostFeed(HostDescription description, DateTimeOffset since)
    {
        Description = description;
        Totals = new HostTotals(description);
        _state = new MonitorState { Since = since, Records = new RecordsState { Refusal = description.ReadLogRefusal } };
        _recentSnapshots = new Recent<Snapshot>(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(10), snapshot => snapshot.At);
        _recentWindows = new Recent<PollWindow>(TimeSpan.FromHours(2), window => window.To);
    }

    /// <summary>The host.</summary>
    public HostDescription Description { get; }

    /// <summary>The last snapshot; <see langword="null"/> before the first.</summary>
    public Snapshot? Latest => Volatile.Read(ref _latest);

    /// <summary>How the monitor is doing.</summary>
    public MonitorState State => Volatile.Read(ref _state);

    /// <summary>Requests that failed since the start, by reason.</summary>
    public IReadOnlyDictionary<string, long> PollErrors => _pollErrors;

    /// <summary>Counters cleared since the start, by the counter's name and by whom: <c>poll</c>, <c>operator</c> or <c>other</c>.</summary>
    public IReadOnlyDictionary<(string Metric, string By), long> Resets => _resets;

    /// <summary>What its counters have counted in all, across clears and wraps.</summary>
    public HostTotals Totals { get; }

    /// <summary>The highest peaks of the last hours.</summary>
    public RecentPeaks Peaks { get; } = new();

    /// <summary>How long its polls took since the start.</summary>
    public PollDurations PollDurations { get; } = new();

    /// <summary>Snapshots of the last five minutes, oldest first.</summary>
    public IReadOnlyList<Snapshot> RecentSnapshots => _recentSnapshots.ToList();

    /// <summary>Windows that ended within the last two hours, oldest first.</summary>
    public IReadOnlyList<PollWindow> RecentWindows => _recentWindows.ToList();

    /// <summary>Each snapshot from now on.</summary>
    public IAsyncEnumerable<Snapshot> WatchSnapshotsAsync(CancellationToken cancellationToken) => _snapshots.WatchAsync(cancellationToken);

    /// <summary>Each window from now on, once it is committed.</summary>
    public IAsyncEnumerable<PollWindow> WatchWindowsAsync(CancellationToken cancellationToken) => _windows.WatchAsync(cancellationToken);

    /// <summary>Each activity from now on.</summary>
    public IAsyncEnumerable<Activity> WatchActivityAsync(CancellationToken cancellationToken) => _activity.WatchAsync(cancellationToken);

    internal void Publish(Snapshot snapshot)
    {
        Totals.Observe(snapshot.Status, snapshot.At);
        Volatile.Write(ref _latest, snapshot);
        _recentSnapshots.Add(snapshot);
        _snapshots.Publish(snapshot);
    }

    /// <summary>Puts what an operator just changed into the last snapshot, so that it is read back at once.</summary>
    internal void Amend(Func<Snapshot, Snapshot> change)
    {
        while (Latest is { } latest && Interlocked.CompareExchange(ref _latest, change(latest), latest) != latest)
        {
        }
    }

    internal void Publish(PollWindow window)
    {
        Remember([window]);
        _windows.Publish(window);
    }

    internal void Remember(IEnumerable<PollWindow> windows)
    {
        foreach (var window in windows)
        {
            _recentWindows.Add(window);
            Peaks.Add(window);
        }
    }

    internal void Publish(Activity activity) => _activity.Publish(activity);

    internal void Update(Func<MonitorState, MonitorState> change)
    {
        lock (_stateGate)
        {
            Volatile.Write(ref _state, change(_state));
        }
    }

    internal void CountPollError(string reason) => _pollErrors.AddOrUpdate(reason, 1, (_, count) => count + 1);

    internal void CountReset(string metric, string by) => _resets.AddOrUpdate((metric, by), 1, (_, count) => count + 1);
}
