using System.Globalization;
using System.Text;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>Leaves the records of control messages. Called with the control lock held, so the limit does not bind it.</summary>
/// <remarks>Source: <c>audit_log_config_change</c> and <c>audit_log_common_recv_msg</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class ControlLog(EngineSettings settings, AuditLog log, RuleList rules)
{
    /// <summary>The record of a change or clear of a field of the status.</summary>
    public void ConfigChange(in PeerIdentity by, string name, uint value, uint old, bool allowed) => Write(
        AuditMessageType.ConfigChange, string.Create(CultureInfo.InvariantCulture, $"op=set {name}={value} old={old} {Session(by)} res={(allowed ? 1 : 0)}"));

    /// <summary>A record that begins with who sent the message; while audit is off there is none.</summary>
    public void Message(AuditMessageType type, in PeerIdentity by, string rest)
    {
        if (settings.Enabled != 0)
        {
            Write(type, string.Create(CultureInfo.InvariantCulture, $"pid={by.ProcessId} uid={by.UserId} {Session(by)} {rest}"));
        }
    }

    /// <summary>Writes a record, unless a rule excludes its type.</summary>
    public void Write(AuditMessageType type, string text) => Write(type, Encoding.UTF8.GetBytes(text));

    /// <summary>The same with the bytes of the text.</summary>
    public void Write(AuditMessageType type, ReadOnlyMemory<byte> text)
    {
        if (!rules.Excludes(type))
        {
            log.LogExempt(type, text);
        }
    }

    public static string Session(in PeerIdentity by) => string.Create(CultureInfo.InvariantCulture, $"auid={by.LoginUserId} ses={by.SessionId}");
}
