namespace AuditConsole.Monitoring.Alerts;

/// <summary>The lawful steps of an alert: inactive, pending, firing, resolved. Pure.</summary>
/// <remarks>
/// It never fires before the condition was found to hold over the whole for-duration, without a pause in the looking longer than
/// <see cref="LongestPause"/>; inside the band nothing begins and nothing ends; each firing is resolved once.
/// </remarks>
public static class AlertMachine
{
    /// <summary>A pause in the looking beyond which a pending alert begins anew: nobody knows that the condition held.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Where an alert stands after its rule was judged.</summary>
    /// <param name="status">Where it stood.</param>
    /// <param name="rule">Its durations.</param>
    /// <param name="reading">The judgement.</param>
    /// <param name="now">Its time; may lie before the last one, when the clock was set back.</param>
    public static AlertStatus Advance(AlertStatus status, AlertRule rule, AlertReading reading, DateTimeOffset now) => (status.State, reading.Verdict) switch
    {
        (AlertState.Inactive or AlertState.Resolved, AlertVerdict.Raised) => FireIfDue(Begin(status, reading, now), rule, now),
        (AlertState.Pending, AlertVerdict.Raised) => FireIfDue(Go(status, rule, reading, now), rule, now),
        (AlertState.Pending, AlertVerdict.Clear or AlertVerdict.Band) => new AlertStatus { Rule = status.Rule },
        (AlertState.Firing, AlertVerdict.Raised) => Seen(status, rule, reading, now) with { ClearSince = null },
        (AlertState.Firing, AlertVerdict.Band) => status with { ClearSince = null },
        (AlertState.Firing, AlertVerdict.Clear) => ResolveIfDue(status, rule, now),
        _ => status,
    };

    private static AlertStatus Begin(AlertStatus status, AlertReading reading, DateTimeOffset now) =>
        new() { Rule = status.Rule, State = AlertState.Pending, Since = now, RaisedAt = now, Value = reading.Value, Worst = reading.Value };

    private static AlertStatus Go(AlertStatus status, AlertRule rule, AlertReading reading, DateTimeOffset now) =>
        now < status.RaisedAt || now - status.RaisedAt > LongestPause ? Begin(status, reading, now) : Seen(status, rule, reading, now);

    private static AlertStatus Seen(AlertStatus status, AlertRule rule, AlertReading reading, DateTimeOffset now)
    {
        var isWorse = status.Worst is null || (rule.Kind.LowIsBad ? reading.Value < status.Worst : reading.Value > status.Worst);
        return status with { RaisedAt = now, Value = reading.Value, Worst = isWorse ? reading.Value : status.Worst };
    }

    private static AlertStatus FireIfDue(AlertStatus status, AlertRule rule, DateTimeOffset now) =>
        now - status.Since >= rule.For ? status with { State = AlertState.Firing, FiredAt = now } : status;

    private static AlertStatus ResolveIfDue(AlertStatus status, AlertRule rule, DateTimeOffset now)
    {
        var since = status.ClearSince is { } clear && clear <= now ? clear : now;
        return now - since >= rule.KeepFiring
            ? status with { State = AlertState.Resolved, ResolvedAt = now, ClearSince = since }
            : status with { ClearSince = since };
    }
}
