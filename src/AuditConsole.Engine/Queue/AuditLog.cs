using AuditConsole.Engine.Loss;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Queue;

/// <summary>The way of a record from its producer into the main queue. Any thread may call any member.</summary>
/// <remarks>Source: <c>audit_log_start</c> and <c>audit_log_end</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class AuditLog(
    EngineSettings settings, RecordQueues queues, LossLedger losses, BacklogWaiters waiters, Printer printer, TimeProvider time, JiffyClock clock)
{
    private readonly RateCheck _rate = new(clock);
    private ulong _serial;
    private volatile bool _closed;

    /// <summary><c>backlog_wait_time_actual</c>, in jiffies.</summary>
    public WrappingCounter WaitTimeActual { get; } = new();

    /// <summary>Set when a record was appended or a producer waits: kauditd has something to do.</summary>
    public Signal Work { get; } = new();

    private bool IsOverLimit => queues.Main.IsOver(settings.BacklogLimit);

    /// <summary>Logs for a producer that may not sleep.</summary>
    public bool TryLog(AuditMessageType type, ReadOnlyMemory<byte> text) => IsOverLimit ? LoseOverLimit() : Finish(type, text);

    /// <summary>Logs for a producer that can sleep.</summary>
    public ValueTask<bool> LogAsync(AuditMessageType type, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        return IsOverLimit ? WaitAndLogAsync(type, text, cancellationToken) : ValueTask.FromResult(Finish(type, text));
    }

    /// <summary>Logs for a producer the limit does not bind: whoever handles a control message, or the registered auditd.</summary>
    public bool LogExempt(AuditMessageType type, ReadOnlyMemory<byte> text) => Finish(type, text);

    /// <summary>What a sender of a control message has to wait for before it may go on.</summary>
    /// <remarks>One sleep, which does not look at the backlog again and does not count as time waited.</remarks>
    public Task PenaliseSenderAsync(CancellationToken cancellationToken)
    {
        if (!IsOverLimit)
        {
            return Task.CompletedTask;
        }

        Work.Set();
        var waitTime = settings.BacklogWaitTime;
        return waitTime == 0 ? Task.CompletedTask : waiters.SleepAsync(clock.Duration(waitTime), cancellationToken);
    }

    /// <summary>Releases everyone who sleeps; a record that cannot be logged without sleeping is lost from now on.</summary>
    public void Close()
    {
        _closed = true;
        waiters.Close();
    }

    private async ValueTask<bool> WaitAndLogAsync(AuditMessageType type, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        long left = settings.BacklogWaitTime;
        while (IsOverLimit)
        {
            if (left <= 0 || _closed)
            {
                return LoseOverLimit();
            }

            Work.Set();
            left = await SleepAsync(left, cancellationToken).ConfigureAwait(false);
        }

        return Finish(type, text);
    }

    /// <summary>Sleeps until woken or out of time, and counts the jiffies slept.</summary>
    /// <returns>The jiffies that are left.</returns>
    private async ValueTask<long> SleepAsync(long jiffies, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var left = 0L;
        try
        {
            if (await waiters.SleepAsync(clock.Duration(jiffies), cancellationToken).ConfigureAwait(false))
            {
                left = LeftOf(jiffies, started);
            }
        }
        catch (OperationCanceledException)
        {
            left = LeftOf(jiffies, started);
            throw;
        }
        finally
        {
            WaitTimeActual.Add((uint)(jiffies - left));
        }

        return left;
    }

    private long LeftOf(long jiffies, long started) => Math.Max(0, jiffies - clock.Between(started, time.GetTimestamp()));

    private bool Finish(AuditMessageType type, ReadOnlyMemory<byte> text)
    {
        if (queues.IsOutOfMemory)
        {
            return Lose(LossReason.OutOfMemory);
        }

        if (!_rate.Passes(settings.RateLimit))
        {
            return Lose(LossReason.RateLimit);
        }

        queues.Main.Enqueue(new QueuedRecord(type, time.GetUtcNow().ToUnixTimeMilliseconds(), Interlocked.Increment(ref _serial), text));
        Work.Set();
        return true;
    }

    // The kernel asks its rate check here too, only for what it prints: such a loss takes a place in the rate window.
    private bool LoseOverLimit()
    {
        Work.Set();
        if (_rate.Passes(settings.RateLimit))
        {
            printer.Print(() => $"audit_backlog={queues.Main.Backlog} > audit_backlog_limit={settings.BacklogLimit}");
        }

        return Lose(LossReason.BacklogLimit);
    }

    private bool Lose(LossReason reason)
    {
        losses.Lose(reason);
        return false;
    }
}
