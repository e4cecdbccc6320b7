namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>This console does not see the host: no answer for some time, or a window with a gap as long.</summary>
/// <remarks>A request that the kernel holds is not blindness: it says that the queue is over its limit, which is another rule's.</remarks>
public sealed record ConsoleBlindRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("console_blind", "This console does not see the host", Create) { Unit = "s", Range = (1, 86400) };

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts)
    {
        if (facts.Latest?.HeldFor is not null)
        {
            return AlertReading.Unknown;
        }

        var blind = Math.Max(Silence(facts).TotalSeconds, Gap(facts).TotalSeconds);
        return AlertReading.Of(blind >= Threshold, blind);
    }

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value)
    {
        var silence = Silence(facts);
        return silence >= Gap(facts)
            ? $"{facts.Host.Host} has not answered for {AlertWords.Time(silence)}; backlog and losses of that time are not seen."
            : $"Nobody watched {facts.Host.Host} for {AlertWords.Time(Gap(facts))} in the last window; a peak of that time {(facts.Windows[^1].Bound == Bound.Exact ? "is known, when it was is not" : "may be missing")}.";
    }

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) =>
        AlertWords.Join(facts.State.Problem ?? "", "The page Health says what is missing; the console tries again by itself.");

    private static TimeSpan Silence(HostFacts facts) => facts.Now - (facts.Latest?.At ?? facts.State.Since);

    private static TimeSpan Gap(HostFacts facts) => facts.Windows is [.., { Gap: true } last] ? last.Blind : TimeSpan.Zero;

    private static ConsoleBlindRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = AlertSeverity.Warning,
        Threshold = set.Threshold ?? Math.Max(10, 3 * defaults.PollInterval.TotalSeconds),
    };
}
