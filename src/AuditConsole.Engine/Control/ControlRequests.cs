using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>Handles the datagrams of all connections, one at a time.</summary>
/// <remarks>Source: <c>audit_receive</c>, <c>audit_netlink_ok</c> and <c>audit_receive_msg</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class ControlRequests(EngineSettings settings, AuditLog log, JiffyClock clock)
{
    private const int Alignment = 4;
    private const int LegacyFirst = 1002;
    private const int LegacyLast = 1004;
    private static readonly byte[] s_features = new AuditFeatures(Version: 1, Mask: uint.MaxValue, Features: 0, Lock: 0).ToBytes();

    private readonly Lock _control = new();
    private readonly StatusRequests _status = new(settings, log, clock);
    private readonly UserRecords _userRecords = new(settings, log);
    private ControlConnection? _auditd;

    /// <summary>Handles every message of a datagram up to the first whose length cannot be right; from there on it is ignored.</summary>
    /// <returns>Ends when the sender may go on: with the backlog over the limit it is held, long after its replies are there.</returns>
    public Task ReceiveAsync(ReadOnlySpan<byte> datagram, ControlConnection sender, CancellationToken cancellationToken)
    {
        lock (_control)
        {
            var data = new List<byte[]>(1);
            while (TryReadHeader(datagram, out var header))
            {
                var payload = datagram[NetlinkHeader.Size..(int)header.Length];
                var result = Handle(header, payload, sender, data);
                if (result != 0 || (header.Flags & NetlinkFlags.Ack) != 0)
                {
                    sender.Deliver(AckMessage.Build(result, header, payload, sender.PortId));
                }

                var next = (header.Length + Alignment - 1) & ~(uint)(Alignment - 1);
                datagram = next < datagram.Length ? datagram[(int)next..] : default;
            }

            // The kernel sends data from a thread that first waits for the control lock, so it comes after the acknowledgements.
            data.ForEach(sender.Deliver);
        }

        return log.PenaliseSenderAsync(cancellationToken);
    }

    /// <summary>Takes note that a connection is closed; was it the registered auditd's, there is none any more.</summary>
    public void Forget(ControlConnection connection)
    {
        lock (_control)
        {
            if (_auditd == connection)
            {
                _auditd = null;
                _status.ForgetAuditd();
            }
        }
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> datagram, out NetlinkHeader header)
    {
        header = datagram.Length < NetlinkHeader.Size ? default : NetlinkHeader.Read(datagram);
        return header.Length >= NetlinkHeader.Size && header.Length <= datagram.Length;
    }

    private int Handle(NetlinkHeader header, ReadOnlySpan<byte> payload, ControlConnection sender, List<byte[]> data)
    {
        switch (header.Type)
        {
            case AuditMessageType.Get:
                data.Add(NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, header.Sequence, _status.Get()));
                return 0;
            case AuditMessageType.GetFeature:
                data.Add(NetlinkMessage.Build(AuditMessageType.GetFeature, NetlinkFlags.None, header.Sequence, s_features));
                return 0;
            case AuditMessageType.Set:
                return Set(payload, sender);
            case >= (AuditMessageType)LegacyFirst and <= (AuditMessageType)LegacyLast:
                return -Errno.OperationNotSupported;
            default:
                return UserRecords.Takes(header.Type) ? _userRecords.Add(header.Type, payload) : -Errno.InvalidArgument;
        }
    }

    private int Set(ReadOnlySpan<byte> payload, ControlConnection sender)
    {
        var before = settings.Pid;
        var result = _status.Set(payload);
        if (settings.Pid != before)
        {
            _auditd = settings.Pid == 0 ? null : sender;
        }

        return result;
    }
}
