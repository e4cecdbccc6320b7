using AuditConsole.Alerts;
using AuditConsole.Alerts.Delivery;
using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Tests.Support;

/// <summary>Alerts as they might stand, and what was asked of them.</summary>
internal sealed class FakeAlerts : IAlerts
{
    private static readonly IReadOnlyList<AlertRule> s_rules = AlertRules.Of(new Dictionary<string, AlertRuleOptions>(), new AlertDefaults(false, TimeSpan.FromSeconds(15)));

    public bool Enabled { get; set; } = true;

    public string? NotDelivered { get; set; }

    public AlertBoard Board { get; set; } = new() { Alerts = [.. s_rules.Select(rule => new AlertView(rule, new AlertStatus { Rule = rule.Name }, null))] };

    public IReadOnlyList<DeliveryState> Deliveries { get; set; } = [];

    public List<string> Asked { get; } = [];

    /// <summary>Puts an alert into a state.</summary>
    public void Set(string rule, AlertState state, AlertSilence? silence = null) => Board = Board with
    {
        Alerts = [.. Board.Alerts.Select(alert => alert.Rule.Name != rule ? alert : alert with { Status = StatusOf(rule, state, alert.Rule), Silence = silence })],
    };

    public static AlertStatus StatusOf(string rule, AlertState state, AlertRule? of = null) => new()
    {
        Rule = rule,
        State = state,
        Since = Sample.Since,
        FiredAt = state == AlertState.Pending ? null : Sample.Since,
        ResolvedAt = state == AlertState.Resolved ? Sample.Reached : null,
        Severity = of?.Severity ?? AlertSeverity.Warning,
        Value = 90,
        Worst = 95,
        Text = "The backlog reached 900 of 1,000 records (90 %).",
        Remedy = "Give it more room at once: `auditctl -b 2000`",
    };

    public Task<AlertSilence> SilenceAsync(string rule, TimeSpan time, Requester by, CancellationToken cancellationToken)
    {
        Asked.Add($"silence {rule} {time:c} {by.Name} {by.Reason}".TrimEnd());
        var silence = new AlertSilence(rule, Sample.Now, Sample.Now + time, by.Name, by.Reason ?? "");
        Set(rule, AlertState.Firing, silence);
        return Task.FromResult(silence);
    }

    public Task<AlertSilence?> EndSilenceAsync(string rule, Requester by, CancellationToken cancellationToken)
    {
        Asked.Add($"end {rule} {by.Name}");
        Set(rule, AlertState.Firing);
        return Task.FromResult<AlertSilence?>(null);
    }

    public void SendTest(string receiver) => Asked.Add($"test {receiver}");
}
