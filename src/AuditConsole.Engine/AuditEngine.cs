using System.Globalization;
using System.Text;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Control;
using AuditConsole.Engine.Kauditd;
using AuditConsole.Engine.Loss;
using AuditConsole.Engine.Queue;
using AuditConsole.Engine.Statistics;
using AuditConsole.Protocol;

namespace AuditConsole.Engine;

/// <summary>The audit subsystem in process: producers log records, kauditd moves them on, connections control it.</summary>
/// <remarks>
/// Any thread may call any member. Behaves as Linux 7.3 with <c>backlog_max_depth</c>, or as the options say. It sees no system
/// calls, so it logs whatever it is handed. Disposing closes the connections and releases everyone who waits; dispose what produces
/// into the engine first.
/// </remarks>
public sealed class AuditEngine : IAsyncDisposable
{
    private readonly AuditEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly EngineSettings _settings;
    private readonly BacklogStatistics _statistics;
    private readonly RecordQueues _queues;
    private readonly LossLedger _losses;
    private readonly BacklogWaiters _waiters;
    private readonly AuditLog _log;
    private readonly KauditdPass _kauditd;
    private readonly ConnectionList _connections;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile EnginePanicException? _panic;
    private volatile bool _disposed;

    /// <summary>Starts an engine with empty queues and all counters at 0.</summary>
    /// <param name="options">The values to start with.</param>
    /// <param name="time">Stamps records and measures waits.</param>
    /// <param name="printk">Gets each line that the kernel would print. Called on any thread, and must not call the engine.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the message says what is accepted.</exception>
    public AuditEngine(AuditEngineOptions options, TimeProvider time, Action<string>? printk = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        _time = time;
        var clock = new JiffyClock(time, options.Hz);
        var printer = new Printer(time, printk);
        _settings = new EngineSettings(options);
        _statistics = new BacklogStatistics(time.GetTimestamp());
        _queues = new RecordQueues(options.MostRecords, options.MarkMode, _statistics);
        _losses = new LossLedger(_settings, clock, _statistics, printer, Panic);
        _waiters = new BacklogWaiters(time, options.SingleThreaded);
        _log = new AuditLog(_settings, _queues, _losses, _waiters, printer, time, clock);
        var actions = new OverflowActions(_settings, _queues, _losses, printer);
        var auditd = new AuditdConnection(_queues, actions);
        var readers = new ReadLogGroup();
        _kauditd = new KauditdPass(_queues, auditd, readers, actions, _waiters, options.SendTimeout);
        var requests = new ControlRequests(_settings, _queues, _losses, _log, auditd, time);
        _connections = new ConnectionList(_settings, _log, readers, requests, time, options.SingleThreaded);
    }

    /// <summary>Its connections, for those who bring some from elsewhere.</summary>
    internal ConnectionList Connections => _connections;

    /// <summary>HZ: jiffies per second, in which both wait times count.</summary>
    public int Hz => _options.Hz;

    /// <summary><c>enabled</c>: 0 off, 1 on, 2 locked. Who logs for audited syscalls asks this first, as the kernel does there.</summary>
    public uint Enabled => _settings.Enabled;

    /// <summary><c>backlog_limit</c>, in records; 0 = no limit.</summary>
    public uint BacklogLimit => _settings.BacklogLimit;

    /// <summary><c>backlog</c>: records in the main queue now.</summary>
    public uint Backlog => _queues.Main.Backlog;

    /// <summary>Records in the retry queue now: a connected auditd did not take them. No status shows it.</summary>
    public int RetryBacklog => _queues.Retry.Count;

    /// <summary>Records in the hold queue now: they wait for an auditd. No status shows it.</summary>
    public int HoldBacklog => _queues.Hold.Count;

    /// <summary>Producers and senders that sleep because of the backlog now.</summary>
    public int Sleepers => _waiters.Count;

    /// <summary><c>backlog_max_depth</c>: the highest backlog since the start or the last read-and-clear. Reading it clears nothing.</summary>
    public uint BacklogMaxDepth => _queues.Main.Mark.Value;

    /// <summary><c>lost</c>, in records since the start or the last read-and-clear; wraps at 2^32.</summary>
    public uint Lost => _losses.Lost.Value;

    /// <summary><c>backlog_wait_time_actual</c>, in jiffies summed over all producers; wraps at 2^32.</summary>
    public uint BacklogWaitTimeActual => _log.WaitTimeActual.Value;

    /// <summary>Ends when the engine is disposed; fails with an <see cref="EnginePanicException"/> when it panics.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Records lost for one reason since the start. Clearing <c>lost</c> leaves it.</summary>
    public long LostBy(LossReason reason) => _losses.Count(reason);

    /// <summary>Opens a connection with a port id of its own. Any number may be open.</summary>
    /// <param name="options">What a program would set on its socket; left out, nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The receive buffer is too small.</exception>
    /// <exception cref="EnginePanicException">The engine has panicked.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public IAuditTransport Connect(EngineConnectionOptions? options = null)
    {
        ThrowIfStopped();
        options ??= new EngineConnectionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReceiveBuffer, ReceiveBuffer.Smallest);
        return _connections.Open(options);
    }

    /// <summary>Logs a record for a producer that may not sleep.</summary>
    /// <returns><see langword="false"/> when it was lost; <see cref="LostBy"/> says why.</returns>
    /// <exception cref="EnginePanicException">The engine has panicked, by this record or before.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public bool TryLog(AuditMessageType type, ReadOnlyMemory<byte> text)
    {
        ThrowIfStopped();
        var logged = _log.TryLog(type, text);
        return logged || (_panic is null ? false : throw _panic);
    }

    /// <summary>The same with text as UTF-8.</summary>
    public bool TryLog(AuditMessageType type, string text) => TryLog(type, Encoding.UTF8.GetBytes(text));

    /// <summary>Logs a record for a producer that can sleep: it waits up to <c>backlog_wait_time</c> while the backlog is over the limit.</summary>
    /// <returns><see langword="false"/> when it was lost: the time was used up, or for another of the reasons.</returns>
    /// <exception cref="OperationCanceledException">The producer was ended as it waited. Its record counts as neither logged nor lost.</exception>
    /// <exception cref="EnginePanicException">The engine has panicked before.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public ValueTask<bool> LogAsync(AuditMessageType type, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        ThrowIfStopped();
        return _log.LogAsync(type, text, cancellationToken);
    }

    /// <summary>The same with text as UTF-8.</summary>
    public ValueTask<bool> LogAsync(AuditMessageType type, string text, CancellationToken cancellationToken) =>
        LogAsync(type, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Logs a record of the registered auditd's own process, which the limit does not bind.</summary>
    /// <exception cref="EnginePanicException">The engine has panicked before.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public bool LogOfAuditd(AuditMessageType type, ReadOnlyMemory<byte> text)
    {
        ThrowIfStopped();
        return _log.LogExempt(type, text);
    }

    /// <summary>Accounts the backlog that stands now for the time since the last tick. Called before what happens at that time.</summary>
    /// <param name="timestamp">The time of what follows, from the engine's <see cref="TimeProvider.GetTimestamp"/>; an earlier one than before changes nothing.</param>
    /// <remarks>Who logs or passes by itself ticks for itself: a reading of the clock serves a whole batch. <see cref="RunKauditdAsync"/> and connections do.</remarks>
    public void Tick(long timestamp) => _queues.Main.Tick(timestamp);

    /// <summary>Ends the statistics of the backlog now and begins the next ones: losses, time-weighted mean and distribution. The mark stays.</summary>
    public BacklogWindow ReadAndClearStatistics() => _statistics.ReadAndClear(_time.GetTimestamp(), Backlog);

    /// <summary>One pass of kauditd over what is queued at its start, as far as it gets; then one sleeper is woken.</summary>
    /// <param name="most">Records to take off the main queue at most, 0 or more.</param>
    /// <param name="seen">Called with each of them.</param>
    /// <param name="cancellationToken">Ends a wait for auditd; no record is lost by it.</param>
    /// <returns>How many were taken off the main queue. Without a slow auditd it is known at once.</returns>
    public ValueTask<int> PassAsync(int most, Action<AuditRecord>? seen = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return _kauditd.RunAsync(most, seen, cancellationToken);
    }

    /// <summary>Logs the record with which the audit subsystem starts; it is what lifts a fresh mark to 1.</summary>
    public void LogBoot() => _log.LogExempt(
        AuditMessageType.Kernel, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"state=initialized audit_enabled={Enabled} res=1")));

    /// <summary>Runs kauditd: a pass whenever something is in the main queue. Once at a time.</summary>
    public async Task RunKauditdAsync(CancellationToken cancellationToken)
    {
        _connections.Requests.Ticks = true;
        while (!cancellationToken.IsCancellationRequested)
        {
            await _log.Work.WaitAsync(() => Backlog != 0, cancellationToken).ConfigureAwait(false);
            Tick(_time.GetTimestamp());
            await PassAsync(int.MaxValue, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        Stop(because: null);
        _kauditd.Dispose();
        _completion.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private void Panic(string reason)
    {
        var panic = new EnginePanicException(reason);
        if (Interlocked.CompareExchange(ref _panic, panic, null) is null)
        {
            Stop(panic.Message);
            _completion.TrySetException(panic);
        }
    }

    private void Stop(string? because)
    {
        _log.Close();
        _connections.Close(because);
    }

    private void ThrowIfStopped()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_panic is { } panic)
        {
            throw panic;
        }
    }
}
