using AuditConsole.Alerts.Delivery;
using AuditConsole.Monitoring.Alerts;

namespace AuditConsole.Alerts;

/// <summary>All alerts of a host as <c>GET /api/v1/hosts/{host}/alerts</c> tells them.</summary>
/// <param name="Enabled">Whether rules are judged.</param>
/// <param name="Firing">Firing alerts that nobody silenced.</param>
/// <param name="Alerts">Every rule and where its alert stands, what matters most first.</param>
/// <param name="Past">Alerts that are over, newest first.</param>
/// <param name="Receivers">Who is told, and how that goes.</param>
/// <param name="NotDelivered">Why nobody is told; null when they are.</param>
/// <param name="FileProblem">What became of the file that alerts are kept in, where that needs a word.</param>
public sealed record AlertsPayload(
    bool Enabled, int Firing, IReadOnlyList<AlertPayload> Alerts, IReadOnlyList<PastAlertPayload> Past, IReadOnlyList<DeliveryState> Receivers, string? NotDelivered, string? FileProblem)
{
    public static AlertsPayload Of(IAlerts alerts)
    {
        var board = alerts.Board;
        return new AlertsPayload(
            alerts.Enabled,
            board.Firing,
            [.. board.Alerts.Select(AlertPayload.Of)],
            [.. board.Past.Select(past => new PastAlertPayload(past.Id!, past.Rule, past.Severity, past.Since, past.FiredAt, past.ResolvedAt, past.Worst, past.Text))],
            alerts.Deliveries,
            alerts.NotDelivered,
            board.FileProblem);
    }
}

/// <summary>A rule and where its alert stands.</summary>
public sealed record AlertPayload
{
    public required string Rule { get; init; }

    public required string Title { get; init; }

    public AlertState State { get; init; }

    public AlertSeverity Severity { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? FiredAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    public double? Value { get; init; }

    public double? Worst { get; init; }

    public string? Unit { get; init; }

    public string Text { get; init; } = "";

    public string Remedy { get; init; } = "";

    public bool Enabled { get; init; }

    public double? Threshold { get; init; }

    public double? Clear { get; init; }

    public double ForSeconds { get; init; }

    public double KeepFiringSeconds { get; init; }

    public double? WithinSeconds { get; init; }

    public int? Windows { get; init; }

    public int? OfWindows { get; init; }

    /// <summary>The keys that come from the settings and not from the defaults.</summary>
    public IReadOnlyList<string> FromSettings { get; init; } = [];

    /// <summary>Why the defaults are stricter than usual; null when they are not.</summary>
    public string? Tightened { get; init; }

    public SilencePayload? Silence { get; init; }

    public static AlertPayload Of(AlertView view) => new()
    {
        Rule = view.Rule.Name,
        Title = view.Rule.Kind.Title,
        State = view.Status.State,
        Severity = view.Status.State is AlertState.Firing or AlertState.Resolved ? view.Status.Severity : view.Rule.Severity,
        Since = view.Status.Since,
        FiredAt = view.Status.FiredAt,
        ResolvedAt = view.Status.ResolvedAt,
        Value = view.Status.Value,
        Worst = view.Status.Worst,
        Unit = view.Rule.Kind.Unit.Length > 0 ? view.Rule.Kind.Unit : null,
        Text = view.Status.Text,
        Remedy = view.Status.Remedy,
        Enabled = view.Rule.Enabled,
        Threshold = view.Rule.Threshold,
        Clear = view.Rule.Clear,
        ForSeconds = view.Rule.For.TotalSeconds,
        KeepFiringSeconds = view.Rule.KeepFiring.TotalSeconds,
        WithinSeconds = view.Rule.Within?.TotalSeconds,
        Windows = view.Rule.Windows,
        OfWindows = view.Rule.OfWindows,
        FromSettings = view.Rule.FromSettings,
        Tightened = view.Rule.Tightened,
        Silence = SilencePayload.Of(view.Silence),
    };
}

/// <summary>An alert that fired and is over.</summary>
public sealed record PastAlertPayload(
    string Id, string Rule, AlertSeverity Severity, DateTimeOffset? Since, DateTimeOffset? FiredAt, DateTimeOffset? ResolvedAt, double? Worst, string Text);

/// <summary>A silence.</summary>
public sealed record SilencePayload(string Rule, DateTimeOffset From, DateTimeOffset Until, string By, string Reason)
{
    public static SilencePayload? Of(AlertSilence? silence) =>
        silence is null ? null : new(silence.Rule, silence.From, silence.Until, silence.By, silence.Reason);
}
