using AuditConsole.Monitoring.Losses;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>Records were lost in this boot before anybody watched, which no difference of two samples shows.</summary>
public sealed record BootLossRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("boot_loss", "Records were lost before the console watched", Create) { Unit = "records", Range = (0, uint.MaxValue), HasWithin = true };

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts)
    {
        long? lost = null;
        foreach (var window in facts.Windows)
        {
            if (window.To > facts.Now - Within!.Value)
            {
                lost = (lost ?? 0) + Before(window);
            }
        }

        return lost is { } before ? AlertReading.Of(before > Threshold, before) : AlertReading.Unknown;
    }

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value) =>
        $"{AlertWords.Records((long)(value ?? 0))} had been lost in this boot before this console watched, most likely while the machine started.";

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) =>
        "Until auditd has set its own, the limit of the boot counts. On the kernel command line: `audit=1 audit_backlog_limit=8192` The kernel log has the reasons: `journalctl -k -b -g audit`";

    private static long Before(PollWindow window)
    {
        long lost = 0;
        foreach (var loss in window.Details?.Losses ?? [])
        {
            lost += loss.Cause == LossCause.BeforeStart ? loss.Records ?? 1 : 0;
        }

        return lost;
    }

    private static BootLossRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = AlertSeverity.Warning,
        Threshold = set.Threshold ?? 0,
        Within = set.Within ?? TimeSpan.FromHours(1),
    };
}
