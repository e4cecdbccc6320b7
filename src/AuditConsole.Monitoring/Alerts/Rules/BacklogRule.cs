namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>The backlog, now or at its highest in the window under way, near its limit.</summary>
public sealed record BacklogRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("backlog", "Backlog near its limit", Create) { Unit = "%", Range = (1, 1000), HasClear = true };

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts) => facts.Latest switch
    {
        null => AlertReading.Unknown,
        { Status.BacklogLimit: 0 } => AlertReading.Of(false),
        var latest => AlertReading.High(100.0 * Math.Max(latest.Status.Backlog, latest.OpenPeak) / latest.Status.BacklogLimit, Threshold!.Value, Clear!.Value),
    };

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value)
    {
        var latest = facts.Latest!;
        return $"The backlog reached {AlertWords.Count(Math.Max(latest.Status.Backlog, latest.OpenPeak))} of {AlertWords.Records(latest.Status.BacklogLimit)} ({AlertWords.Percent(value ?? 0)}).";
    }

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) => Remedies.MoreRoom(facts);

    private static BacklogRule Create(AlertRuleOptions set, AlertDefaults defaults)
    {
        var threshold = set.Threshold ?? (defaults.Panic ? 50 : 80);
        return new BacklogRule
        {
            Severity = defaults.Panic ? AlertSeverity.Critical : AlertSeverity.Warning,
            Threshold = threshold,
            Clear = Math.Min(threshold, set.Clear ?? threshold * 0.75),
            KeepFiring = TimeSpan.FromMinutes(1),
            Tightened = AlertRuleKind.PanicReason(defaults),
        };
    }
}
