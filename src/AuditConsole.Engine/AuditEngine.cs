using System.Collections.Concurrent;
using AuditConsole.Engine.Control;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine;

/// <summary>The audit subsystem in process: producers log records into its main queue, one consumer drains it, connections control it.</summary>
/// <remarks>
/// Any thread may call any member. Behaves as Linux 7.3 with <c>backlog_max_depth</c>; it has no rules, so it logs whatever it is
/// handed. Disposing closes the connections and releases everyone who waits; dispose what produces into the engine first.
/// </remarks>
public sealed class AuditEngine : IAsyncDisposable
{
    private readonly EngineSettings _settings;
    private readonly AuditLog _log;
    private readonly ControlRequests _requests;
    private readonly ConcurrentDictionary<uint, ControlConnection> _connections = new();
    private uint _lastPortId;
    private volatile bool _disposed;

    /// <summary>Starts an engine with an empty queue and all counters at 0.</summary>
    /// <param name="options">The values to start with.</param>
    /// <param name="time">Stamps records and measures waits.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the message says what is accepted.</exception>
    public AuditEngine(AuditEngineOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var clock = new JiffyClock(time, options.Hz);
        _settings = new EngineSettings(options);
        _log = new AuditLog(_settings, time, clock);
        _requests = new ControlRequests(_settings, _log, clock);
        Hz = options.Hz;
    }

    /// <summary>HZ: jiffies per second, in which both wait times count.</summary>
    public int Hz { get; }

    /// <summary><c>enabled</c>: 0 off, 1 on, 2 locked. Who logs for audited syscalls asks this first, as the kernel does there.</summary>
    public uint Enabled => _settings.Enabled;

    /// <summary><c>backlog_limit</c>, in records; 0 = no limit.</summary>
    public uint BacklogLimit => _settings.BacklogLimit;

    /// <summary><c>backlog</c>: records in the main queue now.</summary>
    public uint Backlog => _log.Queue.Backlog;

    /// <summary><c>backlog_max_depth</c>: the highest backlog since the start or the last read-and-clear. Reading it clears nothing.</summary>
    public uint BacklogMaxDepth => _log.Queue.Mark.Value;

    /// <summary><c>lost</c>, in records since the start or the last read-and-clear; wraps at 2^32.</summary>
    public uint Lost => _log.Lost.Value;

    /// <summary><c>backlog_wait_time_actual</c>, in jiffies summed over all producers; wraps at 2^32.</summary>
    public uint BacklogWaitTimeActual => _log.WaitTimeActual.Value;

    /// <summary>Opens a control connection with a port id of its own. Any number may be open.</summary>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public IAuditTransport Connect()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var connection = new ControlConnection(Interlocked.Increment(ref _lastPortId), _requests, Forget);
        _connections[connection.PortId] = connection;
        if (_disposed)
        {
            connection.Close();
        }

        return connection;
    }

    /// <summary>Logs a record for a producer that may not sleep.</summary>
    /// <returns><see langword="false"/> when it was lost: the backlog was over the limit, or the rate limit was reached.</returns>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public bool TryLog(AuditMessageType type, string text)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _log.TryLog(type, text);
    }

    /// <summary>Logs a record for a producer that can sleep: it waits up to <c>backlog_wait_time</c> while the backlog is over the limit.</summary>
    /// <returns><see langword="false"/> when it was lost: the time was used up, or the rate limit was reached.</returns>
    /// <exception cref="OperationCanceledException">The producer was ended as it waited. Its record counts as neither logged nor lost.</exception>
    /// <exception cref="ObjectDisposedException">The engine is disposed.</exception>
    public ValueTask<bool> LogAsync(AuditMessageType type, string text, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _log.LogAsync(type, text, cancellationToken);
    }

    /// <summary>One pass of the consumer: takes records that are queued at its start, oldest first, then wakes one sleeper.</summary>
    /// <param name="most">Records to take at most, 0 or more.</param>
    /// <param name="consumer">Called with each record; without it the records are dropped.</param>
    /// <returns>How many were taken.</returns>
    public int Drain(int most, Action<AuditRecord>? consumer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        return _log.Drain(most, consumer);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        _log.Close();
        foreach (var connection in _connections.Values)
        {
            connection.Close();
        }

        return ValueTask.CompletedTask;
    }

    private void Forget(ControlConnection connection) => _connections.TryRemove(connection.PortId, out _);
}
