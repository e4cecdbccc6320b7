using AuditConsole.Monitoring.Hosts;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.Alerts;

/// <summary>An alert that took a step.</summary>
/// <param name="Before">Where it stood.</param>
/// <param name="After">Where it stands.</param>
public sealed record AlertChange(AlertStatus Before, AlertStatus After);

/// <summary>Judges every rule of one host on each sample, each window and at each tick of a timer, since a blind console has no samples.</summary>
/// <remarks>Pure but for what it remembers: time is passed in. Not thread-safe; <see cref="AlertKeeper"/> is.</remarks>
public sealed class AlertEvaluator
{
    private const uint Panic = 2;

    private readonly HostFacts _facts;
    private readonly IReadOnlyList<AlertRule> _usual;
    private readonly IReadOnlyList<AlertRule> _tightened;
    private readonly Dictionary<string, AlertStatus> _statuses = new(StringComparer.Ordinal);

    /// <summary>Begins with what an earlier run left.</summary>
    /// <param name="host">The host.</param>
    /// <param name="state">How its monitor is doing.</param>
    /// <param name="pollInterval">Length of one window.</param>
    /// <param name="set">What is set of the rules, by name.</param>
    /// <param name="kept">Where the alerts stood.</param>
    public AlertEvaluator(
        HostDescription host, MonitorState state, TimeSpan pollInterval, IReadOnlyDictionary<string, AlertRuleOptions> set, IEnumerable<AlertStatus> kept)
    {
        _facts = new HostFacts(host, state, pollInterval);
        _usual = AlertRules.Of(set, new AlertDefaults(Panic: false, pollInterval));
        _tightened = AlertRules.Of(set, new AlertDefaults(Panic: true, pollInterval));
        foreach (var status in kept)
        {
            _statuses[status.Rule] = status;
        }
    }

    /// <summary>The rules as they stand now: stricter while a loss panics the host.</summary>
    public IReadOnlyList<AlertRule> Rules => _facts.Latest?.Status.Failure == Panic ? _tightened : _usual;

    /// <summary>Where the alert of a rule stands.</summary>
    public AlertStatus Of(string rule) => _statuses.GetValueOrDefault(rule) ?? new AlertStatus { Rule = rule };

    /// <summary>Takes a sample.</summary>
    public IReadOnlyList<AlertChange> Observe(Snapshot snapshot, MonitorState state, DateTimeOffset now)
    {
        _facts.Add(snapshot);
        return Judge(state, now);
    }

    /// <summary>Takes a closed window; one that is known already changes nothing.</summary>
    public IReadOnlyList<AlertChange> Observe(PollWindow window, MonitorState state, DateTimeOffset now) => _facts.Add(window) ? Judge(state, now) : [];

    /// <summary>Takes what the doctor says of drift.</summary>
    public void Observe(LimitDrift drift) => _facts.Drift = drift;

    /// <summary>Lets time pass.</summary>
    public IReadOnlyList<AlertChange> Judge(MonitorState state, DateTimeOffset now)
    {
        (_facts.State, _facts.Now) = (state, now);
        List<AlertChange>? changes = null;
        foreach (var rule in Rules)
        {
            var before = Of(rule.Name);
            var after = rule.Enabled ? Next(before, rule, now) : SwitchedOff(before, now);
            if (ReferenceEquals(after, before))
            {
                continue;
            }

            _statuses[rule.Name] = after;
            if (after.State != before.State || after.Since != before.Since)
            {
                (changes ??= []).Add(new AlertChange(before, after));
            }
        }

        return changes ?? [];
    }

    /// <summary>Notes what a receiver was told of a firing.</summary>
    internal void Tell(AlertStatus status) => _statuses[status.Rule] = status;

    private AlertStatus Next(AlertStatus before, AlertRule rule, DateTimeOffset now)
    {
        var reading = rule.Judge(_facts);
        var after = AlertMachine.Advance(before, rule, reading, now);
        return reading.Verdict == AlertVerdict.Raised && (reading.Value != before.Value || after.State != before.State || after.Text.Length == 0)
            ? after with { Text = rule.Say(_facts, reading.Value), Remedy = rule.Remedy(_facts), Severity = before.State == AlertState.Firing ? before.Severity : rule.Severity }
            : after;
    }

    private static AlertStatus SwitchedOff(AlertStatus before, DateTimeOffset now) => before.State switch
    {
        AlertState.Firing => before with { State = AlertState.Resolved, ResolvedAt = now, Text = $"{before.Text} The rule was switched off." },
        AlertState.Pending => new AlertStatus { Rule = before.Rule },
        _ => before,
    };
}
