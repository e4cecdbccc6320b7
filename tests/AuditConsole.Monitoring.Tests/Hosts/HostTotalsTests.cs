using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Hosts;

public sealed class HostTotalsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 22, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Totals_OfTheSameBoot_GoOnWithWhatWasLostMeanwhile()
    {
        var before = Watched("boot-1", lost: 446, wait: 100);
        before.Observe(Status(lost: 450, wait: 100), s_start);
        before.Lost.Cleared(451);

        var after = new HostTotals(Host("boot-1"));
        Assert.True(after.Resume(before.Kept!));
        after.Observe(Status(lost: 7, wait: 130), s_start.AddHours(1));

        Assert.Equal(458, after.Lost.Value);
        Assert.Equal(130, after.WaitTicks.Value);
        Assert.Equal(new Boot(s_start, 446), after.Boot);
    }

    [Fact]
    public void Totals_OfAnotherBoot_GoOnFromZeroAndNoteWhatItLostBefore()
    {
        var before = Watched("boot-1", lost: 446, wait: 100);

        var after = new HostTotals(Host("boot-2"));
        Assert.True(after.Resume(before.Kept!));
        after.Observe(Status(lost: 500, wait: 1), s_start.AddHours(1));

        Assert.Equal(946, after.Lost.Value);
        Assert.Equal(101, after.WaitTicks.Value);
        Assert.Equal(new Boot(s_start.AddHours(1), 500), after.Boot);
    }

    [Fact]
    public void Totals_OfAnotherHost_AreNotTaken()
    {
        var totals = new HostTotals(Host("boot-1"));

        Assert.False(totals.Resume(Watched("boot-1", lost: 5, wait: 5).Kept! with { Host = "other" }));
        Assert.Null(totals.Kept);
    }

    [Fact]
    public void Totals_OfAKernelThatDoesNotCountWaits_SaySo()
    {
        var totals = new HostTotals(Host("boot-1"));
        totals.Observe(Status(lost: 0, wait: null), s_start);

        Assert.False(totals.KnowsWait);
    }

    private static HostTotals Watched(string boot, uint lost, uint wait)
    {
        var totals = new HostTotals(Host(boot));
        totals.Observe(Status(lost, wait), s_start);
        return totals;
    }

    private static AuditStatus Status(uint lost, uint? wait) => new() { Lost = lost, BacklogWaitTimeActual = wait };

    private static HostDescription Host(string boot) => new()
    {
        Host = "db-7",
        Source = HostSource.Kernel,
        System = "kernel",
        BootId = boot,
        Connect = () => throw new NotSupportedException(),
    };
}
