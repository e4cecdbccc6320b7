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
    public IReadOnlyList<HostFinding> Examine(AuditStatus? status = null, AuditException? refusal = null)
    {
        var self = _host.Self;
        return
        [
            KernelFindings.Boot(_host.CommandLine, refusal),
            AccessFindings.UserNamespace(self),
            AccessFindings.PidNamespace(self),
            AccessFindings.Capability(self),
            AccessFindings.Seccomp(self, refusal),
            KernelFindings.BacklogMaxDepth(status),
            KernelFindings.Hz(_host.Hz),
            KernelFindings.BacklogWaitTime(status, _host.Hz),
            AccessFindings.NetworkNamespace(self),
        ];
    }

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
            ? HostFinding.Bad("locked", FindingSeverity.Note, "The audit configuration is locked (enabled 2), so no value can change until the next boot.",
                "Change the value in /etc/audit/rules.d/ and reboot.")
            : null;
    }
}
