using AuditConsole.Monitoring.Alerts.Rules;

namespace AuditConsole.Monitoring.Alerts;

/// <summary>Every rule there is.</summary>
public static class AlertRules
{
    /// <summary>The kinds, what matters most first.</summary>
    public static IReadOnlyList<AlertRuleKind> Kinds { get; } =
    [
        LostRule.KindOfRule, SaturationRule.KindOfRule, BacklogRule.KindOfRule, WaitingRule.KindOfRule, HeadroomRule.KindOfRule,
        AuditdGoneRule.KindOfRule, AuditingDisabledRule.KindOfRule, ConsoleBlindRule.KindOfRule, HistoryRule.KindOfRule,
        BootLossRule.KindOfRule, LimitDriftRule.KindOfRule,
    ];

    /// <summary>One rule of each kind.</summary>
    /// <param name="set">What is set, by the rule's name.</param>
    /// <param name="defaults">What the defaults depend on.</param>
    public static IReadOnlyList<AlertRule> Of(IReadOnlyDictionary<string, AlertRuleOptions> set, AlertDefaults defaults) =>
    [
        .. Kinds.Select(kind =>
        {
            var options = set.GetValueOrDefault(kind.Name) ?? new AlertRuleOptions();
            var rule = kind.Create(options, defaults);
            return rule with
            {
                Enabled = options.Enabled ?? true,
                Severity = options.Severity ?? rule.Severity,
                For = options.For ?? rule.For,
                KeepFiring = options.KeepFiring ?? rule.KeepFiring,
                FromSettings = options.Keys,
            };
        }),
    ];
}
