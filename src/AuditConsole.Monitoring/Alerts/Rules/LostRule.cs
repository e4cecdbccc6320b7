using AuditConsole.Monitoring.Losses;

namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>Records were lost lately. What was lost before this console watched this boot is another rule's.</summary>
public sealed record LostRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("lost", "Records are being lost", Create) { Unit = "records", Range = (0, uint.MaxValue), HasWithin = true };

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts)
    {
        if (facts.Latest is null)
        {
            return AlertReading.Unknown;
        }

        var lost = facts.Lost.Since(facts.Now - Within!.Value);
        return AlertReading.Of(lost > Threshold, lost);
    }

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value)
    {
        var status = facts.Latest!.Status;
        return $"{AlertWords.Records((long)(value ?? 0))} lost in the last {AlertWords.Time(Within!.Value)}; the backlog is {AlertWords.Count(status.Backlog)} of {(status.BacklogLimit == 0 ? "no limit" : AlertWords.Count(status.BacklogLimit))} now.";
    }

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts)
    {
        var causes = facts.Windows.Where(window => window.To > facts.Now - Within!.Value)
            .SelectMany(window => window.Details?.Losses ?? [])
            .Where(loss => loss.Cause is not (LossCause.BeforeStart or LossCause.Unknown))
            .ToList();
        return causes.Count > 0 && causes.All(loss => loss.LimitHelps == false)
            ? AlertWords.Join("A higher limit will not help:", causes[^1].Evidence, "The History page says why, window by window.")
            : Remedies.MoreRoom(facts);
    }

    private static LostRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = AlertSeverity.Critical,
        Threshold = set.Threshold ?? 0,
        Within = set.Within ?? TimeSpan.FromMinutes(10),
    };
}
