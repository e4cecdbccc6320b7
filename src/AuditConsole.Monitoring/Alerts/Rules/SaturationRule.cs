namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>The queue stays full: not a burst, but more records than are taken off it; or the kernel holds a request of ours, which it does only then.</summary>
public sealed record SaturationRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("saturation", "The queue stays full", Create) { Unit = "%", Range = (1, 1000), HasClear = true };

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts) => facts.Latest switch
    {
        null => AlertReading.Unknown,
        { Status.BacklogLimit: 0 } => AlertReading.Of(false),
        { HeldFor: not null } held => new(AlertVerdict.Raised, 100.0 * held.Status.Backlog / held.Status.BacklogLimit),
        var latest => AlertReading.High(100.0 * latest.Status.Backlog / latest.Status.BacklogLimit, Threshold!.Value, Clear!.Value),
    };

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value)
    {
        var latest = facts.Latest!;
        var held = latest.HeldFor is { } time ? $" The {facts.System} has held a request of this console for {AlertWords.Time(time)}, as it holds every audited task." : "";
        return $"The backlog stays at {AlertWords.Count(latest.Status.Backlog)} of {AlertWords.Records(latest.Status.BacklogLimit)} ({AlertWords.Percent(value ?? 0)}).{held}";
    }

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) => AlertWords.Join(
        AlertWords.Loss(facts.Latest!.Status.Failure),
        "Find what keeps auditd from taking records: a full or slow disk, or a plugin. `systemctl status auditd` `df -h /var/log/audit` A higher limit only delays what follows.");

    private static SaturationRule Create(AlertRuleOptions set, AlertDefaults defaults)
    {
        var threshold = set.Threshold ?? (defaults.Panic ? 80 : 95);
        return new SaturationRule
        {
            Severity = AlertSeverity.Critical,
            Threshold = threshold,
            Clear = Math.Min(threshold, set.Clear ?? threshold * 0.85),
            For = defaults.Panic ? TimeSpan.FromSeconds(3) : TimeSpan.FromSeconds(10),
            KeepFiring = TimeSpan.FromSeconds(30),
            Tightened = AlertRuleKind.PanicReason(defaults),
        };
    }
}
