using AuditConsole.Protocol;

namespace AuditConsole.Engine.Queue;

/// <summary>The way of a record from its producer into the main queue, and of the consumer through it. Any thread may call any member.</summary>
/// <remarks>Source: <c>audit_log_start</c>, <c>audit_log_end</c>, <c>audit_log_lost</c> and <c>kauditd_thread</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class AuditLog(EngineSettings settings, TimeProvider time, JiffyClock clock)
{
    private readonly RateCheck _rate = new(clock);
    private readonly BacklogWaiters _waiters = new(time);
    private ulong _serial;
    private volatile bool _closed;

    public BacklogQueue<AuditRecord> Queue { get; } = new();

    /// <summary><c>lost</c>, in records.</summary>
    public WrappingCounter Lost { get; } = new();

    /// <summary><c>backlog_wait_time_actual</c>, in jiffies.</summary>
    public WrappingCounter WaitTimeActual { get; } = new();

    private bool IsOverLimit => Queue.IsOver(settings.BacklogLimit);

    public bool TryLog(AuditMessageType type, string text) => IsOverLimit ? Lose() : Finish(type, text);

    public ValueTask<bool> LogAsync(AuditMessageType type, string text, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        return IsOverLimit ? WaitAndLogAsync(type, text, cancellationToken) : ValueTask.FromResult(Finish(type, text));
    }

    /// <summary>Logs for a producer the limit does not bind: whoever handles a control message.</summary>
    public bool LogExempt(AuditMessageType type, string text) => Finish(type, text);

    /// <summary>What a sender of a control message has to wait for before it may go on.</summary>
    /// <remarks>One sleep, which does not look at the backlog again and does not count as time waited.</remarks>
    public Task PenaliseSenderAsync(CancellationToken cancellationToken)
    {
        var waitTime = settings.BacklogWaitTime;
        return IsOverLimit && waitTime != 0 ? _waiters.SleepAsync(clock.Duration(waitTime), cancellationToken) : Task.CompletedTask;
    }

    public int Drain(int most, Action<AuditRecord>? consumer)
    {
        var pass = Math.Min((uint)most, Queue.Backlog);
        var taken = 0;
        while (taken < pass && Queue.TryTake(out var record))
        {
            consumer?.Invoke(record);
            taken++;
        }

        _waiters.WakeOne();
        return taken;
    }

    /// <summary>Releases everyone who sleeps; a record that cannot be logged without sleeping is lost from now on.</summary>
    public void Close()
    {
        _closed = true;
        _waiters.Close();
    }

    private async ValueTask<bool> WaitAndLogAsync(AuditMessageType type, string text, CancellationToken cancellationToken)
    {
        long left = settings.BacklogWaitTime;
        while (IsOverLimit)
        {
            if (left <= 0 || _closed)
            {
                return Lose();
            }

            left = await SleepAsync(left, cancellationToken).ConfigureAwait(false);
        }

        return Finish(type, text);
    }

    /// <summary>Sleeps until woken or out of time, and counts the jiffies slept.</summary>
    /// <returns>The jiffies that are left.</returns>
    private async Task<long> SleepAsync(long jiffies, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var left = 0L;
        try
        {
            if (await _waiters.SleepAsync(clock.Duration(jiffies), cancellationToken).ConfigureAwait(false))
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

    private bool Finish(AuditMessageType type, string text)
    {
        if (!_rate.Passes(settings.RateLimit))
        {
            return Lose();
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        Queue.Append(new AuditRecord(type, at, Interlocked.Increment(ref _serial), text));
        return true;
    }

    private bool Lose()
    {
        Lost.Add(1);
        return false;
    }
}
