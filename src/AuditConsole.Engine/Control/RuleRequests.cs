using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>AUDIT_ADD_RULE, AUDIT_DEL_RULE, AUDIT_LIST_RULES, AUDIT_TRIM and AUDIT_MAKE_EQUIV. Called with the control lock held.</summary>
/// <remarks>Source: <c>audit_rule_change</c> and <c>audit_list_rules</c> in <c>kernel/auditfilter.c</c>, and the branches in <c>kernel/audit.c</c>.</remarks>
internal sealed class RuleRequests(EngineSettings settings, ControlLog records, RuleList rules)
{
    private const uint Locked = 2;

    /// <summary>Adds or removes a rule. While locked it is refused with a record.</summary>
    public int Change(Request request)
    {
        var isAdd = request.Header.Type == AuditMessageType.AddRule;
        if (request.Payload.Length < AuditRule.Size)
        {
            return -Errno.InvalidArgument;
        }

        if (settings.Enabled == Locked)
        {
            records.Message(
                AuditMessageType.ConfigChange,
                request.Sender.Identity,
                string.Create(CultureInfo.InvariantCulture, $"op={(isAdd ? "add_rule" : "remove_rule")} audit_enabled={settings.Enabled} res=0"));
            return -Errno.OperationNotPermitted;
        }

        if (AuditRule.Parse(request.Payload.Span) is not { } rule)
        {
            return -Errno.InvalidArgument;
        }

        var error = isAdd ? Add(rule, AuditRule.IsPrepended(request.Payload.Span)) : rules.Remove(rule) ? 0 : -Errno.NoEntry;
        if (settings.Enabled != 0)
        {
            records.Write(
                AuditMessageType.ConfigChange,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ControlLog.Session(request.Sender.Identity)} op={(isAdd ? "add_rule" : "remove_rule")} key=(null) list={rule.List} res={(error == 0 ? 1 : 0)}"));
        }

        return error;
    }

    /// <summary>All rules and the end of the list, as datagrams.</summary>
    public IEnumerable<byte[]> List(uint sequence) =>
    [
        .. rules.Rules.Select(rule => NetlinkMessage.Build(AuditMessageType.ListRules, NetlinkFlags.Multi, sequence, rule.Bytes.Span)),
        NetlinkMessage.Build(AuditMessageType.Done, NetlinkFlags.Multi, sequence, default),
    ];

    /// <summary>Trims watched trees, of which the engine has none: only the record and the lock are left of it.</summary>
    public int Trim(Request request)
    {
        if (settings.Enabled == Locked)
        {
            records.Message(AuditMessageType.ConfigChange, request.Sender.Identity, "op=trim audit_enabled=2 res=0");
            return -Errno.OperationNotPermitted;
        }

        records.Message(AuditMessageType.ConfigChange, request.Sender.Identity, "op=trim res=1");
        return 0;
    }

    /// <summary>Tags a tree like another one: there are no trees, so the lock and a damaged message are all it can be refused for.</summary>
    public int MakeEquivalent(Request request)
    {
        if (settings.Enabled == Locked)
        {
            records.Message(AuditMessageType.ConfigChange, request.Sender.Identity, "op=make_equiv audit_enabled=2 res=0");
            return -Errno.OperationNotPermitted;
        }

        var payload = request.Payload.Span;
        if (payload.Length < 2 * sizeof(uint))
        {
            return -Errno.InvalidArgument;
        }

        var old = BitConverter.ToUInt32(payload);
        var now = BitConverter.ToUInt32(payload[sizeof(uint)..]);
        var available = (uint)payload.Length - (2 * sizeof(uint));
        return old == 0 || now == 0 || old > available || now > available - old ? -Errno.InvalidArgument : -Errno.NoEntry;
    }

    private int Add(AuditRule rule, bool first)
    {
        if (rules.Contains(rule))
        {
            return -Errno.Exists;
        }

        rules.Add(rule, first);
        return 0;
    }
}
