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
    private const AuditStatusMask KnownMask =
        Enabled | Failure | Pid | RateLimit | BacklogLimit | BacklogWaitTime | Lost | BacklogWaitTimeActual | BacklogMaxDepth;

    private readonly EngineSettings _settings;
    private readonly AuditLog _log;
    private readonly ConfigChangeLog _changes;
    private readonly uint _longestWait;
    private readonly (AuditStatusMask Bit, Func<AuditStatus, int, int> Apply)[] _fieldsInOrder;

    public StatusRequests(EngineSettings settings, AuditLog log, JiffyClock clock)
    {
        _settings = settings;
        _log = log;
        _changes = new ConfigChangeLog(log);
        _longestWait = AuditEngineOptions.LongestWaitSeconds * (uint)clock.Hz;
        _fieldsInOrder =
        [
            (Enabled, (s, _) => s.Enabled > Locked ? -Errno.InvalidArgument
                : Change("audit_enabled", settings.Enabled, s.Enabled, value => settings.Enabled = value)),
            (Failure, (s, _) => s.Failure > MostFailure ? -Errno.InvalidArgument
                : Change("audit_failure", settings.Failure, s.Failure, value => settings.Failure = value)),
            (Pid, (s, _) => SetPid(s.Pid)),
            (RateLimit, (s, _) => Change("audit_rate_limit", settings.RateLimit, s.RateLimit, value => settings.RateLimit = value)),
            (BacklogLimit, (s, _) => Change("audit_backlog_limit", settings.BacklogLimit, s.BacklogLimit, value => settings.BacklogLimit = value)),
            (BacklogWaitTime, (s, length) => SetBacklogWaitTime(s.BacklogWaitTime ?? 0, length)),
        ];
    }

    /// <summary>The status as AUDIT_GET sends it; the backlog is read before the mark, and the two are no snapshot.</summary>
    public byte[] Get()
    {
        var backlog = _log.Queue.Backlog;
        return new AuditStatus
        {
            Enabled = _settings.Enabled,
            Failure = _settings.Failure,
            Pid = _settings.Pid,
            RateLimit = _settings.RateLimit,
            BacklogLimit = _settings.BacklogLimit,
            Lost = _log.Lost.Value,
            Backlog = backlog,
            FeatureBitmap = FeatureBitmap,
            BacklogWaitTime = _settings.BacklogWaitTime,
            BacklogWaitTimeActual = _log.WaitTimeActual.Value,
            BacklogMaxDepth = _log.Queue.Mark.Value,
        }.ToBytes(AuditStatus.PatchedSize);
    }

    /// <summary>Applies the fields of the mask one after another up to the first that is refused; those before it stay applied.</summary>
    /// <param name="payload">A status of any length: what is missing reads as 0, what is too much is ignored.</param>
    /// <returns>0, a negative errno, or the old value of the one counter that the mask names, as the C int it goes through.</returns>
    public int Set(ReadOnlySpan<byte> payload)
    {
        Span<byte> zeroExtended = stackalloc byte[AuditStatus.PatchedSize];
        zeroExtended.Clear();
        payload[..Math.Min(payload.Length, zeroExtended.Length)].CopyTo(zeroExtended);
        var status = AuditStatus.Parse(zeroExtended);
        if ((status.Mask & ~KnownMask) != 0)
        {
            return -Errno.InvalidArgument;
        }

        foreach (var (bit, apply) in _fieldsInOrder)
        {
            if ((status.Mask & bit) != 0 && apply(status, payload.Length) is < 0 and var errno)
            {
                return errno;
            }
        }

        // A clear needs the mask to be this bit and nothing else; together with any other bit it does nothing.
        return status.Mask switch
        {
            Lost => Cleared("lost", _log.Lost.ReadAndClear()),
            BacklogWaitTimeActual => Cleared("backlog_wait_time_actual", _log.WaitTimeActual.ReadAndClear()),
            BacklogMaxDepth => Cleared("backlog_max_depth", _log.Queue.Mark.ReadAndClear()),
            _ => 0,
        };
    }

    /// <summary>Forgets the registered auditd, as the kernel does when its socket has gone.</summary>
    public void ForgetAuditd() => _settings.Pid = 0;

    // The record comes after the exchange and is not bound by the limit, so it raises the cleared mark to the backlog there is now.
    private int Cleared(string name, uint old)
    {
        _changes.Write(name, 0, old, allowed: true);
        return unchecked((int)old);
    }

    private int Change(string name, uint old, uint value, Action<uint> write)
    {
        var allowed = _settings.Enabled != Locked;
        if (_settings.Enabled != Off)
        {
            _changes.Write(name, value, old, allowed);
        }

        if (!allowed)
        {
            return -Errno.OperationNotPermitted;
        }

        write(value);
        return 0;
    }

    private int SetBacklogWaitTime(uint value, int payloadLength)
    {
        // The kernel compares the size of the struct with the length of the whole message, header included.
        var tooShort = payloadLength + NetlinkHeader.Size < AuditStatus.PatchedSize;
        return tooShort || value > _longestWait
            ? -Errno.InvalidArgument
            : Change("audit_backlog_wait_time", _settings.BacklogWaitTime, value, jiffies => _settings.BacklogWaitTime = jiffies);
    }

    // Registering is not a change of configuration: the lock does not refuse it.
    private int SetPid(uint pid)
    {
        var registered = _settings.Pid;
        if (pid != 0 && pid != (uint)Environment.ProcessId)
        {
            return -Errno.InvalidArgument;
        }

        if (pid != 0 && registered != 0)
        {
            _changes.Write("audit_pid", pid, registered, allowed: false);
            return -Errno.Exists;
        }

        if (_settings.Enabled != Off)
        {
            _changes.Write("audit_pid", pid, registered, allowed: true);
        }

        _settings.Pid = pid;
        return 0;
    }
}
