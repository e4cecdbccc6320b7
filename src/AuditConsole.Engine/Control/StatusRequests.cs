using AuditConsole.Engine.Kauditd;
using AuditConsole.Engine.Loss;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Engine.Control;

/// <summary>AUDIT_GET and AUDIT_SET. Called with the control lock held.</summary>
/// <remarks>Source: <c>audit_receive_msg</c>, <c>audit_set_*</c> and <c>audit_do_config_change</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class StatusRequests
{
    private const uint Off = 0;
    private const uint Locked = 2;
    private const uint MostFailure = 2;
    private const uint FeatureBitmap = 0x7f;
    private const AuditStatusMask StockMask = Enabled | Failure | Pid | RateLimit | BacklogLimit | BacklogWaitTime | Lost | BacklogWaitTimeActual;

    private readonly EngineSettings _settings;
    private readonly RecordQueues _queues;
    private readonly LossLedger _losses;
    private readonly AuditLog _log;
    private readonly AuditdConnection _auditd;
    private readonly ControlLog _records;
    private readonly RegistrationRequests _registration;
    private readonly (AuditStatusMask Bit, Func<AuditStatus, Request, int> Apply)[] _fieldsInOrder;

    public StatusRequests(
        EngineSettings settings, RecordQueues queues, LossLedger losses, AuditLog log, AuditdConnection auditd, ControlLog records)
    {
        _settings = settings;
        _queues = queues;
        _losses = losses;
        _log = log;
        _auditd = auditd;
        _records = records;
        _registration = new RegistrationRequests(settings, log, auditd, records);
        _fieldsInOrder =
        [
            (Enabled, (s, request) => s.Enabled > Locked ? -Errno.InvalidArgument
                : Change(request, "audit_enabled", settings.Enabled, s.Enabled, value => settings.Enabled = value)),
            (Failure, (s, request) => s.Failure > MostFailure ? -Errno.InvalidArgument
                : Change(request, "audit_failure", settings.Failure, s.Failure, value => settings.Failure = value)),
            (Pid, (s, request) => _registration.Set(s.Pid, request)),
            (RateLimit, (s, request) => Change(
                request, "audit_rate_limit", settings.RateLimit, s.RateLimit, value => settings.RateLimit = value)),
            (BacklogLimit, (s, request) => Change(
                request, "audit_backlog_limit", settings.BacklogLimit, s.BacklogLimit, value => settings.BacklogLimit = value)),
            (BacklogWaitTime, SetBacklogWaitTime),
        ];
    }

    private bool KeepsBacklogMaxDepth => _settings.StatusSize >= AuditStatus.PatchedSize;

    /// <summary>The status as AUDIT_GET sends it; the backlog is read before the mark, and the two are no snapshot.</summary>
    public byte[] Get()
    {
        var backlog = _queues.Main.Backlog;
        return new AuditStatus
        {
            Enabled = _settings.Enabled,
            Failure = _settings.Failure,
            Pid = _auditd.ProcessId,
            RateLimit = _settings.RateLimit,
            BacklogLimit = _settings.BacklogLimit,
            Lost = _losses.Lost.Value,
            Backlog = backlog,
            FeatureBitmap = FeatureBitmap,
            BacklogWaitTime = _settings.BacklogWaitTime,
            BacklogWaitTimeActual = _log.WaitTimeActual.Value,
            BacklogMaxDepth = _queues.Main.Mark.Value,
        }.ToBytes(_settings.StatusSize);
    }

    /// <summary>Applies the fields of the mask one after another up to the first that is refused; those before it stay applied.</summary>
    /// <param name="request">Its payload is a status of any length: what is missing reads as 0, what is too much is ignored.</param>
    /// <returns>0, a negative errno, or the old value of the one counter that the mask names, as the C int it goes through.</returns>
    public int Set(Request request)
    {
        Span<byte> zeroExtended = stackalloc byte[AuditStatus.PatchedSize];
        zeroExtended.Clear();
        var known = Math.Min(request.Payload.Length, _settings.StatusSize);
        request.Payload.Span[..known].CopyTo(zeroExtended);
        var status = AuditStatus.Parse(zeroExtended);
        var knownMask = KeepsBacklogMaxDepth ? StockMask | BacklogMaxDepth : StockMask;
        if (_settings.RefuseUnknownFields && (status.Mask & ~knownMask) != 0)
        {
            return -Errno.InvalidArgument;
        }

        foreach (var (bit, apply) in _fieldsInOrder)
        {
            if ((status.Mask & bit) != 0 && apply(status, request) is < 0 and var errno)
            {
                return errno;
            }
        }

        // A clear needs the mask to be this bit and nothing else; together with any other bit it does nothing.
        return status.Mask switch
        {
            Lost => Cleared(request, "lost", _losses.Lost.ReadAndClear()),
            BacklogWaitTimeActual => Cleared(request, "backlog_wait_time_actual", _log.WaitTimeActual.ReadAndClear()),
            BacklogMaxDepth when KeepsBacklogMaxDepth => Cleared(request, "backlog_max_depth", _queues.Main.Mark.ReadAndClear()),
            _ => 0,
        };
    }

    // The record comes after the exchange and is not bound by the limit, so it raises the cleared mark to the backlog there is now.
    private int Cleared(Request request, string name, uint old)
    {
        _records.ConfigChange(request.Sender.Identity, name, 0, old, allowed: true);
        return unchecked((int)old);
    }

    private int Change(Request request, string name, uint old, uint value, Action<uint> write)
    {
        var allowed = _settings.Enabled != Locked;
        if (_settings.Enabled != Off)
        {
            _records.ConfigChange(request.Sender.Identity, name, value, old, allowed);
        }

        if (!allowed)
        {
            return -Errno.OperationNotPermitted;
        }

        write(value);
        return 0;
    }

    private int SetBacklogWaitTime(AuditStatus status, Request request)
    {
        // The kernel compares the size of the struct with the length of the whole message, header included.
        var tooShort = request.Payload.Length + NetlinkHeader.Size < _settings.StatusSize;
        var value = status.BacklogWaitTime ?? 0;
        return tooShort || value > _settings.LongestWait
            ? -Errno.InvalidArgument
            : Change(request, "audit_backlog_wait_time", _settings.BacklogWaitTime, value, jiffies => _settings.BacklogWaitTime = jiffies);
    }
}
