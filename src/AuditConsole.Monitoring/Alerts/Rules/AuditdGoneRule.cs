using AuditConsole.Monitoring.History;

namespace AuditConsole.Monitoring.Alerts.Rules;

/// <summary>Auditing is on and nobody is registered to take the records.</summary>
public sealed record AuditdGoneRule : AlertRule
{
    /// <inheritdoc cref="AlertRule.Kind"/>
    public static AlertRuleKind KindOfRule { get; } = new("auditd_gone", "No auditd takes the records", Create);

    /// <inheritdoc/>
    public override AlertRuleKind Kind => KindOfRule;

    /// <inheritdoc/>
    public override AlertReading Judge(HostFacts facts) => facts.Latest switch
    {
        null => AlertReading.Unknown,
        // What keeps the engine busy takes its records without being registered.
        _ when facts.Host.Source == HostSource.Engine && !facts.SawAuditd => AlertReading.Of(false),
        { Status: var status } => AlertReading.Of(status.Pid == 0 && status.Enabled != 0),
    };

    /// <inheritdoc/>
    public override string Say(HostFacts facts, double? value) => facts.Latest!.Status.BacklogLimit switch
    {
        0 => "Auditing is on, but no auditd is registered (pid 0): records go to the kernel log or are held, and there is no limit to how many.",
        var limit => $"Auditing is on, but no auditd is registered (pid 0): records go to the kernel log, or {AlertWords.Records(limit)} at most are held and the rest is lost.",
    };

    /// <inheritdoc/>
    public override string Remedy(HostFacts facts) =>
        "Start it: `systemctl start auditd` Why it ended: `journalctl -u auditd -b` Where none is meant to run, set AuditConsole:Alerts:Rules:auditd_gone:Enabled to false.";

    private static AuditdGoneRule Create(AlertRuleOptions set, AlertDefaults defaults) => new()
    {
        Severity = AlertSeverity.Critical,
        For = defaults.Panic ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(30),
        Tightened = AlertRuleKind.PanicReason(defaults),
    };
}
