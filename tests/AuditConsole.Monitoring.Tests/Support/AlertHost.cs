using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A host whose samples and windows a test makes up, and the alerts that follow.</summary>
internal sealed class AlertHost
{
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(15);
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder;
    private readonly Dictionary<string, AlertRuleOptions> _set;
    private readonly string[] _receivers;

    public AlertHost(TemporaryFolder folder, Dictionary<string, AlertRuleOptions>? set = null, params string[] receivers)
    {
        (_folder, _set, _receivers) = (folder, set ?? [], receivers);
        Keeper = NewKeeper();
    }

    public static HostDescription Description { get; } = new()
    {
        Host = "db-07",
        Source = HostSource.Kernel,
        System = "kernel",
        Hz = 1000,
        BootId = "boot",
        Connect = () => throw new InvalidOperationException("Nobody asks."),
    };

    public DateTimeOffset Now { get; set; } = Start;

    public AlertKeeper Keeper { get; private set; }

    public MonitorState State { get; set; } = new() { Connected = true, Since = Start };

    public AuditStatus Status { get; set; } = new() { Enabled = 1, Failure = 1, Pid = 7, BacklogLimit = 1000, BacklogWaitTimeActual = 0 };

    public uint OpenPeak { get; set; }

    public TimeSpan? HeldFor { get; set; }

    public string File => _folder.File("alerts.json");

    /// <summary>Samples once, <paramref name="after"/> the last time.</summary>
    public IReadOnlyList<AlertChange> Sample(TimeSpan after = default)
    {
        Now += after;
        return Keeper.Observe(
            new Snapshot { At = Now, Status = Status, Tier = Tier.Kernel, Mark = new MarkShown(Start, 0, null), OpenPeak = OpenPeak, HeldFor = HeldFor }, State, Now);
    }

    public IReadOnlyList<AlertChange> Tick(TimeSpan after = default)
    {
        Now += after;
        return Keeper.Tick(State, Now);
    }

    /// <summary>Closes a window at this moment.</summary>
    public IReadOnlyList<AlertChange> Close(PollWindow window, TimeSpan after)
    {
        Now += after;
        return Keeper.Observe([window with { From = Now - Poll, To = Now }], State, Now);
    }

    public static PollWindow Window(uint peak = 0, long lost = 0) =>
        new() { Host = "db-07", From = Start, To = Start, Peak = peak, BacklogLimit = 1000, Lost = lost, WaitTicks = 0, Tier = Tier.Kernel };

    /// <summary>Begins anew on the same file, as a kill and a start do.</summary>
    public void Restart(TimeSpan after = default)
    {
        Now += after;
        Keeper = NewKeeper();
    }

    public AlertView Alert(string rule) => Keeper.Board.Alerts.Single(alert => alert.Rule.Name == rule);

    public AlertState StateOf(string rule) => Alert(rule).Status.State;

    private AlertKeeper NewKeeper() => new(Description, State, Poll, _set, _receivers, new AlertFile(File), Now);
}
