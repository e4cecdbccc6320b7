namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>Closed windows cannot be written, and lose their resolution in the end.</summary>
public sealed record HistoryRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("history", "The history cannot be written", Create);

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts) => AlertReading.Of(facts.State.HistoryProblem is not null);

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value) =>
        $"Closed windows cannot be written: {AlertWords.Count(facts.State.WaitingWindows)} wait, {AlertWords.Count(facts.State.JoinedWindows)} were taken together with the one before them, {AlertWords.Count(facts.State.DroppedActivity)} activities were dropped. Nothing is cleared at the source meanwhile.";

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) => facts.State.HistoryProblem ?? "";

    private static HistoryRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = AlertSeverity.Warning,
        For = TimeSpan.FromSeconds(15),
        KeepFiring = TimeSpan.FromSeconds(30),
    };
}
