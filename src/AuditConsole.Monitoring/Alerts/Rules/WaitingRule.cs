namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>Tasks were made to wait because the backlog was over its limit: the last step before a loss.</summary>
public sealed record WaitingRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("waiting", "Tasks are made to wait", Create) { Unit = "s", Range = (0, 86400), HasWithin = true };

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts)
    {
        if (facts.Latest?.Status.BacklogWaitTimeActual is null)
        {
            return AlertReading.Unknown;
        }

        // Where the tick is not known, a tick counts as the longest there is.
        var waited = facts.Waited.Since(facts.Now - Within!.Value) / (double)(facts.Host.Hz ?? 100);
        return AlertReading.Of(waited > Threshold, waited);
    }

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value) =>
        $"Audited tasks waited {(facts.Host.Hz is null ? "up to " : "")}{AlertWords.Time(TimeSpan.FromSeconds(value ?? 0))} in the last {AlertWords.Time(Within!.Value)}, summed over all tasks, because the backlog was over its limit.";

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) =>
        AlertWords.Join("A record is lost when a task has waited its full backlog_wait_time, or may not wait.", Remedies.MoreRoom(facts));

    private static WaitingRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = defaults.Panic ? AlertSeverity.Critical : AlertSeverity.Warning,
        Threshold = set.Threshold ?? 0,
        Within = set.Within ?? TimeSpan.FromMinutes(5),
        Tightened = AlertRuleKind.PanicReason(defaults),
    };
}
