namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>Little headroom, not once but again and again: in n of the last m windows.</summary>
public sealed record HeadroomRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } =
        new("headroom", "Little headroom again and again", Create) { Unit = "%", Range = (0, 100), HasClear = true, LowIsBad = true, HasWindows = true };

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts)
    {
        var (low, nearlyLow, least) = (0, 0, double.NaN);
        for (var i = Math.Max(0, facts.Windows.Count - OfWindows!.Value); i < facts.Windows.Count; i++)
        {
            if (facts.Windows[i] is { BacklogLimit: > 0 } window)
            {
                var headroom = 100 * (1 - ((double)window.Peak / window.BacklogLimit));
                low += headroom < Threshold ? 1 : 0;
                nearlyLow += headroom < Clear ? 1 : 0;
                least = headroom < least || double.IsNaN(least) ? headroom : least;
            }
        }

        // Windows of an earlier run are there before the first answer; the host may have another limit now.
        return facts.Latest is null || double.IsNaN(least) ? AlertReading.Unknown
            : new(low >= Windows ? AlertVerdict.Raised : nearlyLow >= Windows ? AlertVerdict.Band : AlertVerdict.Clear, least);
    }

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value)
    {
        var low = facts.Windows.TakeLast(OfWindows!.Value).Count(window => window.BacklogLimit > 0 && 100 * (1 - ((double)window.Peak / window.BacklogLimit)) < Threshold);
        var least = value < 0 ? $"the worst went {AlertWords.Percent(-value.Value)} of the limit past it" : $"the least was {AlertWords.Percent(value ?? 0)}";
        return $"Headroom was below {AlertWords.Percent(Threshold!.Value)} of the limit in {low} of the last {Math.Min(OfWindows.Value, facts.Windows.Count)} windows; {least}.";
    }

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) => Remedies.MoreRoom(facts);

    private static HeadroomRule Create(AlertRuleOptions set, AlertDefaults defaults)
    {
        var threshold = set.Threshold ?? (defaults.Panic ? 50 : 20);
        return new HeadroomRule
        {
            Severity = defaults.Panic ? AlertSeverity.Critical : AlertSeverity.Warning,
            Threshold = threshold,
            Clear = Math.Max(threshold, set.Clear ?? Math.Min(100, threshold * 1.25)),
            Windows = set.Windows ?? 3,
            OfWindows = set.OfWindows ?? Math.Max(20, set.Windows ?? 0),
            Tightened = AlertRuleKind.PanicReason(defaults),
        };
    }
}
