using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Tests.Support;

/// <summary>A host as it might have been published.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 3, 14, 14, 36, 40, TimeSpan.Zero);

    public static readonly DateTimeOffset Since = new(2026, 3, 14, 14, 29, 30, TimeSpan.Zero);

    public static readonly DateTimeOffset Reached = new(2026, 3, 14, 14, 31, 7, TimeSpan.Zero);

    public static readonly MonitorState Connected = new() { Connected = true, Since = Since };

    public static HostDescription Host(HostSource source = HostSource.Kernel) => new()
    {
        Host = source == HostSource.Engine ? "engine" : "db-07",
        Source = source,
        System = source == HostSource.Engine ? "simulated engine" : "kernel 7.3.4",
        Hz = 1000,
        BootId = "boot",
        Connect = () => throw new InvalidOperationException("These tests ask no host."),
    };

    public static Snapshot Snapshot(uint backlog = 37, uint limit = 2048, uint mark = 1836, Tier tier = Tier.Kernel) => new()
    {
        At = Now,
        Tier = tier,
        Status = new AuditStatus
        {
            Enabled = 1,
            Failure = 1,
            BacklogLimit = limit,
            Backlog = backlog,
            BacklogWaitTime = 60000,
            BacklogWaitTimeActual = 0,
            BacklogMaxDepth = tier == Tier.Kernel || tier == Tier.Engine ? 212u : null,
        },
        Mark = new MarkShown(Since, mark, Reached),
        OpenSince = Now.AddSeconds(-10),
    };

    public static PollWindow Window(uint peak = 300, uint limit = 2048, long? lost = 0, long? waitTicks = 0, Tier tier = Tier.Kernel) => new()
    {
        Host = "db-07",
        From = Now.AddSeconds(-20),
        To = Now.AddSeconds(-5),
        Peak = peak,
        BacklogLimit = limit,
        Lost = lost,
        WaitTicks = waitTicks,
        Wait = waitTicks is { } ticks ? TimeSpan.FromMilliseconds(ticks) : null,
        Tier = tier,
        Bound = tier == Tier.Sampled ? Bound.AtLeast : Bound.Exact,
    };
}
