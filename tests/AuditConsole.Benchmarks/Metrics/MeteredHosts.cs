using AuditConsole.Metrics;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Benchmarks.Metrics;

/// <summary>Hosts that have been watched for an hour, one window a second, and whose feeds stand still.</summary>
internal static class MeteredHosts
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 30, 0, 100, TimeSpan.Zero);

    private const int WindowsOfAnHour = 3600;

    public static MetricHosts Of(int hosts)
    {
        var random = new Random(1);
        var windows = Enumerable.Range(0, WindowsOfAnHour).Select(i => new PollWindow
        {
            Host = "any",
            From = Now.AddSeconds(i - WindowsOfAnHour - 1),
            To = Now.AddSeconds(i - WindowsOfAnHour),
            Peak = (uint)random.Next(8192),
            Tier = Tier.Kernel,
        }).ToList();
        return new MetricHosts([.. Enumerable.Range(1, hosts).Select(i => Host(i, windows))]);
    }

    private static MetricHost Host(int number, List<PollWindow> windows)
    {
        var description = new HostDescription
        {
            Host = $"server-{number}.example",
            Source = HostSource.Kernel,
            System = "kernel",
            Hz = 1000,
            BootId = "boot",
            Connect = () => throw new NotSupportedException(),
        };
        var feed = new HostFeed(description, Now);
        feed.Remember(windows);
        feed.CountReset("backlog_max_depth", "poll");
        feed.PollDurations.Add(TimeSpan.FromMilliseconds(0.7));
        feed.Publish(new Snapshot
        {
            At = Now,
            Status = new AuditStatus
            {
                Enabled = 1,
                Failure = 1,
                Pid = 612,
                BacklogLimit = 8192,
                Lost = 17,
                Backlog = 73,
                BacklogWaitTime = 60_000,
                BacklogWaitTimeActual = 12,
                BacklogMaxDepth = 364,
            },
            Tier = Tier.Kernel,
            Mark = new MarkShown(Now, 364, Now),
            LastPeak = 91,
            OpenPeak = 73,
            OpenSince = Now.AddSeconds(-1),
        });
        return new MetricHost(feed, TimeSpan.FromSeconds(1));
    }
}

/// <summary>A clock that stands still.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
