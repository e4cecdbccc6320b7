using AuditConsole.Components;
using AuditConsole.Monitoring.Alerts;

namespace AuditConsole.Alerts;

/// <summary>Alerts and rules in words for the page.</summary>
public static class AlertWords
{
    /// <summary>The state in a word, and how it looks.</summary>
    public static (string Class, string Icon, string Word) Look(AlertView alert) => (alert.Status.State, alert.Silence, alert.Rule.Enabled) switch
    {
        (_, _, false) => ("unk", "note", AlertText.StateOff),
        (AlertState.Firing, not null, _) => ("unk", "note", AlertText.StateSilenced),
        (AlertState.Firing, _, _) => alert.Status.Severity == AlertSeverity.Critical ? ("crit", "crit", AlertText.StateCritical) : ("warnc", "warn", AlertText.StateWarning),
        (AlertState.Pending, _, _) => ("info", "held", AlertText.StatePending),
        (_, not null, _) => ("unk", "note", AlertText.StateSilenced),
        _ => ("okc", "ok", AlertText.StateQuiet),
    };

    /// <summary>All of them in a word, and how it looks.</summary>
    public static (string Class, string Icon, string Word) Look(bool enabled, bool isSimulated, AlertBoard board) =>
        !enabled ? ("unk", "note", AlertText.StateOff)
        : board.Firing == 0 ? ("okc", "ok", AlertText.StateQuiet)
        : isSimulated ? ("unk", "note", AlertText.StateSimulated)
        : board.Alerts.Any(alert => alert is { NeedsAttention: true, Status.Severity: AlertSeverity.Critical }) ? ("crit", "crit", AlertText.StateCritical)
        : ("warnc", "warn", AlertText.StateWarning);

    /// <summary>A figure with its unit: <c>80 %</c>, <c>3 records</c>, <c>45 s</c>.</summary>
    public static string Figure(double? value, string unit) => (value, unit) switch
    {
        (null, _) => "",
        ({ } percent, "%") => Words.Percent(percent / 100, double.IsInteger(percent) ? 0 : 1),
        ({ } seconds, "s") => Words.Time(TimeSpan.FromSeconds(seconds)),
        ({ } count, _) => Words.Records((long)count),
    };

    /// <summary>When a rule's alert fires, in a sentence without its end.</summary>
    public static string When(AlertRule rule)
    {
        var unit = rule.Kind.Unit;
        var figure = Figure(rule.Threshold, unit);
        var what = rule switch
        {
            { Threshold: null } => AlertText.WhileSo,
            { Windows: { } windows } => Words.Say(AlertText.BelowIn, figure, windows, rule.OfWindows),
            { Within: { } within, Threshold: 0 } => Words.Say(AlertText.AnyIn, Words.Time(within)),
            { Within: { } within } => Words.Say(AlertText.MoreThanIn, figure, Words.Time(within)),
            _ => Words.Say(AlertText.OrMore, figure),
        };
        return rule.For > TimeSpan.Zero ? Words.Say(AlertText.WhatFor, what, Words.Time(rule.For)) : what;
    }

    /// <summary>When it is over, as far as that is another figure or takes a time.</summary>
    public static string Over(AlertRule rule)
    {
        var figure = rule.Clear is { } clear ? Words.Say(rule.Kind.LowIsBad ? AlertText.Above : AlertText.Below, Figure(clear, rule.Kind.Unit)) : "";
        var time = rule.KeepFiring > TimeSpan.Zero ? Words.Say(AlertText.For, Words.Time(rule.KeepFiring)) : "";
        return (figure, time) switch
        {
            ("", "") => rule.Within is { } within ? Words.Say(AlertText.NoMoreFor, Words.Time(within)) : AlertText.AtOnce,
            ("", _) => time,
            (_, "") => figure,
            _ => Words.Say(AlertText.FigureFor, figure, time),
        };
    }

    /// <summary>How many fire, as the page's headline says it.</summary>
    /// <param name="enabled">Whether rules are judged.</param>
    /// <param name="isSimulated">Whether it is the engine, whose alerts need nobody.</param>
    /// <param name="board">How they stand.</param>
    public static string Headline(bool enabled, bool isSimulated, AlertBoard board)
    {
        var pending = board.Alerts.Count(alert => alert.Status.State == AlertState.Pending && alert.Silence is null);
        return !enabled ? AlertText.HeadlineOff
            : board.Firing > 0 && isSimulated ? Words.Counted(board.Firing, AlertText.HeadlineSimulatedOne, AlertText.HeadlineSimulatedMany)
            : board.Firing > 0 ? Words.Counted(board.Firing, AlertText.HeadlineOne, AlertText.HeadlineMany)
            : pending > 0 ? Words.Counted(pending, AlertText.HeadlinePendingOne, AlertText.HeadlinePendingMany)
            : AlertText.HeadlineQuiet;
    }
}
