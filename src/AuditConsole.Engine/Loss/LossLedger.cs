using System.Globalization;
using AuditConsole.Engine.Queue;
using AuditConsole.Engine.Statistics;

namespace AuditConsole.Engine.Loss;

/// <summary>Counts every lost record by its reason, prints what the kernel would print, and panics where it would. Any thread may call any member.</summary>
/// <remarks>Source: <c>audit_log_lost</c> and <c>audit_panic</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class LossLedger(EngineSettings settings, JiffyClock clock, BacklogStatistics statistics, Printer printer, Action<string> panic)
{
    private const uint Printk = 1;
    private const uint Panic = 2;

    private readonly long[] _byReason = new long[Enum.GetValues<LossReason>().Length];
    private readonly Lock _gate = new();
    private long? _lastMessage;

    /// <summary><c>lost</c>, in records; wraps and can be cleared.</summary>
    public WrappingCounter Lost { get; } = new();

    /// <summary>Records lost for one reason since the engine's start. A clear of <c>lost</c> leaves it.</summary>
    public long Count(LossReason reason) => Interlocked.Read(ref _byReason[(int)reason]);

    public void Lose(LossReason reason)
    {
        Lost.Add(1);
        statistics.Lose();
        Interlocked.Increment(ref _byReason[(int)reason]);
        if (settings.Failure != Panic && settings.RateLimit != 0 && !IsDue())
        {
            return;
        }

        printer.Print(string.Create(
            CultureInfo.InvariantCulture,
            $"audit_lost={Lost.Value} audit_rate_limit={settings.RateLimit} audit_backlog_limit={settings.BacklogLimit}"));
        var message = MessageOf(reason);
        switch (settings.Failure)
        {
            case Printk:
                printer.Print(message);
                break;
            case Panic:
                panic(message);
                break;
        }
    }

    private static string MessageOf(LossReason reason) => reason switch
    {
        LossReason.BacklogLimit => "backlog limit exceeded",
        LossReason.RateLimit => "rate limit exceeded",
        LossReason.RetryOverflow => "kauditd retry queue overflow",
        LossReason.HoldOverflow => "kauditd hold queue overflow",
        _ => "out of memory in audit_log_start",
    };

    // With a rate limit there is one message a second at most.
    private bool IsDue()
    {
        lock (_gate)
        {
            var now = clock.Now;
            if (_lastMessage is { } last && now - last <= clock.Hz)
            {
                return false;
            }

            _lastMessage = now;
            return true;
        }
    }
}
