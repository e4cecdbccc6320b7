using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>What the counters of a host have counted in all, whoever cleared them in between.</summary>
/// <remarks>Any thread may read. Kept outside by whoever wants the totals to go on after a restart: see <see cref="Kept"/>.</remarks>
public sealed class HostTotals(HostDescription host)
{
    private Boot? _boot;

    /// <summary>Records lost.</summary>
    public CounterTotal Lost { get; } = new();

    /// <summary>Time waited, summed over all tasks, in ticks of the host's clock.</summary>
    public CounterTotal WaitTicks { get; } = new();

    /// <summary>Whether this kernel counts the time waited (since Linux 5.10).</summary>
    public bool KnowsWait { get; private set; }

    /// <summary>The first answer of this boot that this console got; <see langword="null"/> before.</summary>
    public Boot? Boot => Volatile.Read(ref _boot);

    /// <summary>All that another run needs to go on; <see langword="null"/> before the first answer.</summary>
    public KeptTotals? Kept => Boot is { } boot ? new KeptTotals(host.Host, host.BootId, boot, Lost.Reading, WaitTicks.Reading) : null;

    /// <summary>Goes on from what an earlier run kept. Must come before the monitor runs; totals of another host are not taken.</summary>
    /// <returns>Whether they were taken.</returns>
    public bool Resume(KeptTotals kept)
    {
        if (kept.Host != host.Host)
        {
            return false;
        }

        // The counters of another boot began at 0 again.
        var same = kept.BootId == host.BootId;
        Lost.Resume(same ? kept.Lost : kept.Lost with { Last = 0 });
        WaitTicks.Resume(same ? kept.WaitTicks : kept.WaitTicks with { Last = 0 });
        Volatile.Write(ref _boot, same ? kept.Boot : null);
        return true;
    }

    internal void Observe(AuditStatus status, DateTimeOffset at)
    {
        Lost.Observe(status.Lost, at);
        if (status.BacklogWaitTimeActual is { } wait)
        {
            KnowsWait = true;
            WaitTicks.Observe(wait, at);
        }

        if (_boot is null)
        {
            Volatile.Write(ref _boot, new Boot(at, status.Lost));
        }
    }

    internal CounterTotal? Of(AuditCounter counter) => counter switch
    {
        AuditCounter.Lost => Lost,
        AuditCounter.BacklogWaitTimeActual => WaitTicks,
        _ => null,
    };
}

/// <summary>How this console found a boot.</summary>
/// <param name="FirstSeen">When the first answer arrived.</param>
/// <param name="Lost">Records that were lost by then and not cleared.</param>
public sealed record Boot(DateTimeOffset FirstSeen, uint Lost);

/// <summary>Totals of a host as they are kept between two runs of the console.</summary>
/// <param name="Host">The host.</param>
/// <param name="BootId">The boot that the readings belong to.</param>
/// <param name="Boot">How it was found.</param>
/// <param name="Lost">Records lost.</param>
/// <param name="WaitTicks">Time waited.</param>
public sealed record KeptTotals(string Host, string BootId, Boot Boot, CounterReading Lost, CounterReading WaitTicks);
