using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AuditConsole.Engine.Control;
using AuditConsole.Engine.Kauditd;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Connections;

/// <summary>The connections from within this process, and who of all connections is in the READLOG group. Any thread may call any member.</summary>
/// <remarks>Source of the records: <c>audit_log_multicast</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class ConnectionList(
    EngineSettings settings, AuditLog log, ReadLogGroup readers, ControlRequests requests, TimeProvider time, bool singleThreaded)
{
    private readonly ConcurrentDictionary<uint, InProcessConnection> _connections = new();
    private uint _lastPortId;
    private volatile bool _closed;
    private volatile string? _because;

    /// <summary>What handles the datagrams of all of them.</summary>
    public ControlRequests Requests => requests;

    /// <summary>A port id that nobody has.</summary>
    public uint NextPortId() => Interlocked.Increment(ref _lastPortId);

    public InProcessConnection Open(EngineConnectionOptions options)
    {
        var buffer = new ReceiveBuffer(options.ReceiveBuffer, time, singleThreaded);
        var connection = new InProcessConnection(NextPortId(), requests, buffer, options.CapAck, Forget);
        _connections[connection.PortId] = connection;
        if (options.ReadLog)
        {
            JoinReadLog(connection);
        }

        if (_closed)
        {
            connection.Close(_because);
        }

        return connection;
    }

    public void JoinReadLog(IPeer reader)
    {
        readers.Join(reader);
        LogListener(reader, "connect");
    }

    public void LeaveReadLog(IPeer reader)
    {
        if (readers.Leave(reader))
        {
            LogListener(reader, "disconnect");
        }
    }

    /// <summary>Closes them all, and those that are opened from now on.</summary>
    /// <param name="because">What their readers are told; <see langword="null"/> that they are closed.</param>
    public void Close(string? because)
    {
        _because = because;
        _closed = true;
        foreach (var connection in _connections.Values)
        {
            connection.Close(because);
        }
    }

    private void LogListener(IPeer reader, string operation)
    {
        if (settings.Enabled != 0 && !_closed)
        {
            var by = reader.Identity;
            log.TryLog(
                AuditMessageType.EventListener,
                Encoding.ASCII.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $"pid={by.ProcessId} uid={by.UserId} {ControlLog.Session(by)} nl-mcgrp=1 op={operation} res=1")));
        }
    }

    private void Forget(InProcessConnection connection)
    {
        _connections.TryRemove(connection.PortId, out _);
        LeaveReadLog(connection);
    }
}
