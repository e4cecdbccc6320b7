using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Watchers;
using AuditConsole.Monitoring.Windows;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Hosts;

/// <summary>Gathers, answer by answer, what bears on the losses of the window under way. Runs in the monitor's loop.</summary>
internal sealed class LossWatch(HostDescription host)
{
    private LossEvidence _seen = Nothing;
    private uint? _auditd;
    private long? _socketDrops;
    private bool _first = true;

    private static LossEvidence Nothing => new() { LowestLimit = uint.MaxValue, AlwaysAuditd = true };

    /// <summary>The lowest limit that was in force in the window under way.</summary>
    public uint LowestLimit => _seen.LowestLimit;

    public void Observe(AuditStatus status)
    {
        _seen = _seen with
        {
            LowestLimit = Math.Min(_seen.LowestLimit, status.BacklogLimit),
            RateLimit = Math.Max(_seen.RateLimit, status.RateLimit),
            SomeAuditd = _seen.SomeAuditd || status.Pid != 0,
            AlwaysAuditd = _seen.AlwaysAuditd && status.Pid != 0,
            Enabled = _seen.Enabled || status.Enabled != 0,
        };
        if (_auditd != status.Pid)
        {
            _auditd = status.Pid;
            _socketDrops = SocketDrops();
        }
    }

    /// <summary>Says why records were lost in the window that ends.</summary>
    /// <param name="closed">The window.</param>
    /// <param name="end">The status at its end.</param>
    /// <param name="take">What the probe saw of it, where it was there for all of it.</param>
    /// <param name="knowsBefore">Whether an earlier run watched this boot, so that no loss precedes the console.</param>
    public IReadOnlyList<LossShare> Close(PollWindow closed, AuditStatus end, ProbeTake? take, bool knowsBefore)
    {
        var drops = SocketDrops();
        var evidence = _seen with
        {
            Lost = closed.Lost,
            Reasons = take?.Losses,
            Peak = closed.Peak,
            PeakIsExact = closed.Bound == Bound.Exact,
            AuditDefault = host.AuditDefault,
            Records = take?.Records,
            SocketDrops = drops - _socketDrops is > 0 and var more ? more : 0,
            BeforeStart = _first && !knowsBefore ? Math.Max(0, end.Lost - (closed.Lost ?? 0)) : 0,
        };
        _socketDrops = drops;
        _first = false;
        _seen = Nothing;
        Observe(end);
        return LossAttribution.Of(evidence);
    }

    private long? SocketDrops() => _auditd is > 0 and var pid ? host.SocketDrops(pid) : null;
}
