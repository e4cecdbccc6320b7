using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>The rules, in the order in which they apply. Changed with the control lock held; any thread may ask.</summary>
/// <remarks>Source: <c>audit_filter</c> in <c>kernel/auditfilter.c</c>.</remarks>
internal sealed class RuleList
{
    private volatile AuditRule[] _rules = [];

    public IReadOnlyList<AuditRule> Rules => _rules;

    public void Add(AuditRule rule, bool first) => _rules = first ? [rule, .. _rules] : [.. _rules, rule];

    /// <returns>Whether there was such a rule.</returns>
    public bool Remove(AuditRule rule)
    {
        var kept = Array.FindAll(_rules, other => !other.IsSameAs(rule));
        var found = kept.Length < _rules.Length;
        _rules = kept;
        return found;
    }

    public bool Contains(AuditRule rule) => Array.Exists(_rules, rule.IsSameAs);

    /// <summary>Whether records of the type are kept out of the log.</summary>
    public bool Excludes(AuditMessageType type) =>
        Array.Find(_rules, rule => rule.List == AuditRule.ExcludeList && rule.Matches(type)) is not null;

    /// <summary>Whether a user message of the type is logged: the first rule of its list that matches decides.</summary>
    public bool PassesUser(AuditMessageType type) =>
        Array.Find(_rules, rule => rule.List == AuditRule.UserList && rule.Matches(type)) is not { IsNever: true };
}
