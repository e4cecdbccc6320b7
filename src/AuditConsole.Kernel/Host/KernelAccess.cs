using AuditConsole.Kernel.Host.Rules;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Host;

/// <summary>What this process may do with this machine's audit subsystem, and why not.</summary>
/// <remarks>Thread-safe; looks anew at each call and changes nothing.</remarks>
public sealed class KernelAccess
{
    private readonly KernelHost _host;

    /// <summary>Looks at a machine.</summary>
    public KernelAccess(KernelHost host) => _host = host;

    /// <summary>All findings, in the order in which they should be put right.</summary>
    /// <param name="status">The last status read, if one could be.</param>
    /// <param name="refusal">How the last attempt failed, if it did.</param>
    /// <param name="lostBefore">What <c>lost</c> was when the console started; <see langword="null"/> where nobody knows.</param>
    public IReadOnlyList<HostFinding> Examine(AuditStatus? status = null, AuditException? refusal = null, uint? lostBefore = null)
    {
        var self = _host.Self;
        var commandLine = _host.CommandLine;
        var probeIsNeeded = status is { BacklogMaxDepth: null };
        return
        [
            KernelFindings.Boot(commandLine, refusal),
            AccessFindings.UserNamespace(self),
            AccessFindings.PidNamespace(self),
            AccessFindings.Capability(self),
            .. CapabilityFindings.Of(self, probeIsNeeded),
            AccessFindings.Seccomp(self, refusal),
            AccessFindings.NetworkNamespace(self),
            ProbeFindings.Lockdown(_host.Lockdown, probeIsNeeded),
            ProbeFindings.Ftrace(_host.FtraceEnabled, probeIsNeeded),
            KernelFindings.BacklogMaxDepth(status),
            KernelFindings.Hz(_host.Hz),
            KernelFindings.BacklogWaitTime(status, _host.Hz),
            .. status is null ? [] : StatusFindings.Of(status, lostBefore, KernelFindings.IsSmallAtBoot(commandLine)),
            KernelFindings.BootLimit(commandLine, status),
            .. status is null ? [] : AuditdFindings.Of(_host, status),
            .. RulesFindings.Of(_host.Rules, status, self.User),
        ];
    }

    /// <summary>Why the stream of audit records (multicast group READLOG) cannot be read here, and what to do; <see langword="null"/> where nothing is known to forbid it.</summary>
    public string? ReadLogRefusal
    {
        get
        {
            var self = _host.Self;
            var finding = self.InInitialNetworkNamespace == false ? AccessFindings.NetworkNamespace(self)
                : self.Has(ProcSelf.AuditRead) == false ? CapabilityFindings.Of(self, probeIsNeeded: false).First()
                : null;
            return finding is null ? null : $"{finding.Finding} {finding.Remedy}";
        }
    }

    /// <summary>Whether records can be handed in here: CAP_AUDIT_WRITE is held.</summary>
    public bool MayWriteRecords => _host.Self.Has(ProcSelf.AuditWrite) == true;

    /// <summary>The actual cause of a failure in one sentence, as far as the proc file system tells, and what to do.</summary>
    public string Explain(AuditException refusal)
    {
        var self = _host.Self;
        var cause = refusal switch
        {
            AuditUnavailableException { Errno: Errno.ProtocolNotSupported } => KernelFindings.Boot(_host.CommandLine, refusal),
            AuditUnavailableException when AccessFindings.SeccompExplains(self, refusal) => AccessFindings.Seccomp(self, refusal),
            AuditRefusedException { Errno: Errno.ConnectionRefused } => AccessFindings.UserNamespace(self),
            AuditRefusedException { Errno: Errno.OperationNotPermitted } => NotPermitted(self, ((AuditRefusedException)refusal).Request),
            _ => null,
        };
        return cause is { Ok: false } ? $"{cause.Finding} {cause.Remedy}" : refusal.Message;
    }

    private static HostFinding? NotPermitted(ProcSelf self, AuditMessageType request)
    {
        if (self.InInitialPidNamespace == false)
        {
            return AccessFindings.PidNamespace(self);
        }

        if (self.Has(ProcSelf.AuditControl) == false)
        {
            return AccessFindings.Capability(self);
        }

        // With both conditions met, only the lock is left as a reason to refuse a change.
        return request == AuditMessageType.Set && self.InInitialPidNamespace == true && self.Has(ProcSelf.AuditControl) == true
            ? StatusFindings.Locked
            : null;
    }
}
