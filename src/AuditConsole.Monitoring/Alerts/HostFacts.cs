using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Alerts;

/// <summary>What is known of a host at one moment, for rules to judge.</summary>
/// <remarks>Changed by <see cref="AlertEvaluator"/> alone, between judgements.</remarks>
public sealed class HostFacts
{
    private static readonly TimeSpan s_memory = TimeSpan.FromHours(2);
    private readonly List<PollWindow> _windows = [];

    internal HostFacts(HostDescription host, MonitorState state, TimeSpan pollInterval) => (Host, State, PollInterval) = (host, state, pollInterval);

    /// <summary>The host.</summary>
    public HostDescription Host { get; }

    /// <summary>Length of one window.</summary>
    public TimeSpan PollInterval { get; }

    /// <summary>The moment.</summary>
    public DateTimeOffset Now { get; internal set; }

    /// <summary>The last answer; <see langword="null"/> before the first.</summary>
    public Snapshot? Latest { get; private set; }

    /// <summary>How the monitor is doing.</summary>
    public MonitorState State { get; internal set; }

    /// <summary>Windows of the last two hours, oldest first.</summary>
    public IReadOnlyList<PollWindow> Windows => _windows;

    /// <summary>Records lost lately.</summary>
    public RecentIncrease Lost { get; } = new();

    /// <summary>Ticks waited lately, over all tasks.</summary>
    public RecentIncrease Waited { get; } = new();

    /// <summary>What the doctor last said of drift; <see langword="null"/> before it said anything.</summary>
    public LimitDrift? Drift { get; internal set; }

    /// <summary>Whether an auditd has been registered since this console began to watch.</summary>
    public bool SawAuditd { get; private set; }

    /// <summary>Where the figures come from, for people.</summary>
    public string System => Host.Source == History.HostSource.Engine ? "engine" : "kernel";

    internal void Add(Snapshot snapshot)
    {
        SawAuditd |= snapshot.Status.Pid != 0;
        Latest = snapshot;
        Lost.See(snapshot.Status.Lost, snapshot.At);
        if (snapshot.Status.BacklogWaitTimeActual is { } waited)
        {
            Waited.See(waited, snapshot.At);
        }
    }

    /// <returns>Whether the window was not known before.</returns>
    internal bool Add(PollWindow window)
    {
        if (_windows is [.., var last] && window.To <= last.To)
        {
            return false;
        }

        _windows.Add(window);
        _windows.RemoveAll(old => window.To - old.To > s_memory);
        Lost.Close(window.To, window.Lost);
        Waited.Close(window.To, window.WaitTicks);
        return true;
    }
}
