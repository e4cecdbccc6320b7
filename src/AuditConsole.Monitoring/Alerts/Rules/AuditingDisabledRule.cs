namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>Auditing is off: no backlog, and no records either.</summary>
public sealed record AuditingDisabledRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("auditing_disabled", "Auditing is off", Create);

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts) => facts.Latest is { Status: var status } ? AlertReading.Of(status.Enabled == 0) : AlertReading.Unknown;

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value) => "Auditing is off (enabled 0): hardly any record is made, and an empty backlog says nothing.";

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) => "Switch it on: `auditctl -e 1` Who switched it off is in the activity, where records can be read.";

    private static AuditingDisabledRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = AlertSeverity.Critical,
        For = TimeSpan.FromSeconds(10),
    };
}
