namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>The host does not run with what its rules files say, so the next boot changes what is relied on now.</summary>
public sealed record LimitDriftRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("limit_drift", "The kernel and the rules files differ", Create);

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts) => facts.Drift?.Ok is { } ok ? AlertReading.Of(!ok) : AlertReading.Unknown;

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value) => facts.Drift!.Finding;

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) => facts.Drift!.Remedy;

    private static LimitDriftRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = AlertSeverity.Warning,
        For = TimeSpan.FromMinutes(5),
    };
}
