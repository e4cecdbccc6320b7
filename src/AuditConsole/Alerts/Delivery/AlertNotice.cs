using AuditConsole.Monitoring.Alerts;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Alerts.Delivery;

/// <summary>Something a receiver is to be told.</summary>
/// <param name="Id">Names the firing; the same when it is resolved.</param>
/// <param name="Phase">That it fires or is resolved.</param>
/// <param name="Host">The host.</param>
/// <param name="Rule">The rule; <see langword="null"/> for a test.</param>
/// <param name="Status">How the alert stands; <see langword="null"/> for a test.</param>
/// <param name="At">When the notice was made.</param>
public sealed record AlertNotice(string Id, ToldPhase Phase, HostDescription Host, AlertRule? Rule, AlertStatus? Status, DateTimeOffset At)
{
    /// <summary>A message that is marked as a test.</summary>
    public static AlertNotice Test(HostDescription host, DateTimeOffset now) => new($"test-{now.ToUnixTimeMilliseconds()}", ToldPhase.Resolved, host, null, null, now);

    /// <summary>What a firing alert, or a resolved one, has to tell.</summary>
    public static AlertNotice Of(HostDescription host, AlertRule rule, AlertStatus status, DateTimeOffset now) =>
        new(status.Id!, status.State == AlertState.Firing ? ToldPhase.Firing : ToldPhase.Resolved, host, rule, status, now);
}
