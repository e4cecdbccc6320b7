using System.Globalization;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>Leaves the CONFIG_CHANGE records of control messages. Called with the control lock held, so the limit does not bind it.</summary>
/// <remarks>Source: <c>audit_log_config_change</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class ConfigChangeLog(AuditLog log)
{
    /// <summary>Logs one change or clear; the session is that of a daemon, which has neither login id nor session.</summary>
    public void Write(string name, uint value, uint old, bool allowed) => log.LogExempt(
        AuditMessageType.ConfigChange,
        string.Create(CultureInfo.InvariantCulture, $"op=set {name}={value} old={old} auid={uint.MaxValue} ses={uint.MaxValue} res={(allowed ? 1 : 0)}"));
}
