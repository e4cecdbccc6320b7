using AuditConsole.Engine.Kauditd;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>AUDIT_SET of the pid: auditd comes, is replaced when it is dead, or goes. Called with the control lock held.</summary>
/// <remarks>
/// Registering is not a change of configuration: the lock does not refuse it.
/// Source: the AUDIT_STATUS_PID branch of <c>audit_receive_msg</c> in <c>kernel/audit.c</c>.
/// </remarks>
internal sealed class RegistrationRequests(EngineSettings settings, AuditLog log, AuditdConnection auditd, ControlLog records)
{
    private const string Name = "audit_pid";

    public int Set(uint pid, Request request)
    {
        var sender = request.Sender;
        if (pid != 0 && pid != sender.Identity.ProcessId)
        {
            return -Errno.InvalidArgument;
        }

        auditd.AskWhetherAlive(sender.Identity.ProcessId);
        var registered = auditd.ProcessId;
        if (registered != 0 && (pid != 0 || sender.Identity.ProcessId != registered))
        {
            records.ConfigChange(sender.Identity, Name, pid, registered, allowed: false);
            return pid != 0 ? -Errno.Exists : -Errno.AccessDenied;
        }

        if (pid != 0)
        {
            request.AcknowledgeEarly();
            auditd.Register(new RegisteredAuditd(pid, sender));
        }

        if (settings.Enabled != 0)
        {
            records.ConfigChange(sender.Identity, Name, pid, registered, allowed: true);
        }

        if (pid == 0)
        {
            auditd.Reset();
        }

        log.Work.Set();
        return 0;
    }
}
