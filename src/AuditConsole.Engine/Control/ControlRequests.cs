using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Kauditd;
using AuditConsole.Engine.Loss;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>Handles the datagrams of all connections, one at a time.</summary>
/// <remarks>Source: <c>audit_receive</c>, <c>audit_netlink_ok</c> and <c>audit_receive_msg</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class ControlRequests
{
    private const int Alignment = 4;

    // struct audit_sig_info as long as nobody has sent a signal to auditd: uid and pid are −1.
    private static readonly byte[] s_nobodySignalled = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    private readonly Lock _control = new();
    private readonly AuditLog _log;
    private readonly RecordQueues _queues;
    private readonly TimeProvider _time;
    private volatile bool _ticks;
    private readonly StatusRequests _status;
    private readonly FeatureRequests _features;
    private readonly RuleRequests _rules;
    private readonly TtyRequests _tty;
    private readonly UserRecords _userRecords;

    public ControlRequests(EngineSettings settings, RecordQueues queues, LossLedger losses, AuditLog log, AuditdConnection auditd, TimeProvider time)
    {
        var rules = new RuleList();
        var records = new ControlLog(settings, log, rules);
        _log = log;
        _queues = queues;
        _time = time;
        _status = new StatusRequests(settings, queues, losses, log, auditd, records);
        _features = new FeatureRequests(records);
        _rules = new RuleRequests(settings, records, rules);
        _tty = new TtyRequests(records);
        _userRecords = new UserRecords(settings, records, _tty, rules);
    }

    /// <summary>Whether a datagram is a batch of its own for the statistics; not while a workload says what time it is.</summary>
    public bool Ticks { get => _ticks; set => _ticks = value; }

    /// <summary>Handles every message of a datagram up to the first whose length cannot be right; from there on it is ignored.</summary>
    /// <returns>Ends when the sender may go on: with the backlog over the limit it is held, long after its replies are there.</returns>
    public Task ReceiveAsync(ReadOnlyMemory<byte> datagram, IPeer sender, CancellationToken cancellationToken)
    {
        lock (_control)
        {
            if (_ticks)
            {
                _queues.Main.Tick(_time.GetTimestamp());
            }

            var data = new List<byte[]>(1);
            while (TryReadHeader(datagram.Span, out var header))
            {
                var request = new Request(header, datagram[NetlinkHeader.Size..(int)header.Length], sender);
                request.Acknowledge(Handle(request, data));
                var next = (header.Length + Alignment - 1) & ~(uint)(Alignment - 1);
                datagram = next < datagram.Length ? datagram[(int)next..] : default;
            }

            // The kernel sends data from a thread that first waits for the control lock, so it comes after the acknowledgements.
            foreach (var reply in data)
            {
                if (sender.TrySend(reply) != 0)
                {
                    sender.Overrun();
                }
            }
        }

        return _log.PenaliseSenderAsync(cancellationToken);
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> datagram, out NetlinkHeader header)
    {
        header = datagram.Length < NetlinkHeader.Size ? default : NetlinkHeader.Read(datagram);
        return header.Length >= NetlinkHeader.Size && header.Length <= datagram.Length;
    }

    private int Handle(Request request, List<byte[]> data)
    {
        switch (request.Header.Type)
        {
            case AuditMessageType.Get:
                return Reply(_status.Get());
            case AuditMessageType.Set:
                return _status.Set(request);
            case AuditMessageType.GetFeature:
                return Reply(_features.Get());
            case AuditMessageType.SetFeature:
                return _features.Set(request);
            case AuditMessageType.TtyGet:
                return Reply(_tty.Get(request.Sender));
            case AuditMessageType.TtySet:
                return _tty.Set(request);
            case AuditMessageType.SignalInfo:
                return Reply(s_nobodySignalled);
            case AuditMessageType.ListRules:
                data.AddRange(_rules.List(request.Header.Sequence));
                return 0;
            case AuditMessageType.AddRule or AuditMessageType.DeleteRule:
                return _rules.Change(request);
            case AuditMessageType.Trim:
                return _rules.Trim(request);
            case AuditMessageType.MakeEquivalent:
                return _rules.MakeEquivalent(request);
            case AuditMessageType.LegacyList or AuditMessageType.LegacyAdd or AuditMessageType.LegacyDelete:
                return -Errno.OperationNotSupported;
            default:
                return UserRecords.Takes(request.Header.Type) ? _userRecords.Add(request) : -Errno.InvalidArgument;
        }

        int Reply(byte[] payload)
        {
            data.Add(NetlinkMessage.Build(request.Header.Type, NetlinkFlags.None, request.Header.Sequence, payload));
            return 0;
        }
    }
}
