namespace AuditConsole.Monitoring.Alerts;

/// <summary>What an administrator set of a rule; what is <see langword="null"/> keeps its default.</summary>
public sealed record AlertRuleOptions
{
    /// <summary>Whether the rule is looked at.</summary>
    public bool? Enabled { get; init; }

    /// <summary>How much it matters.</summary>
    public AlertSeverity? Severity { get; init; }

    /// <summary>From where on the condition holds, in the rule's unit.</summary>
    public double? Threshold { get; init; }

    /// <summary>From where on it no longer does.</summary>
    public double? Clear { get; init; }

    /// <summary>How long the condition must hold before the alert fires.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How long it must be over before the alert is resolved.</summary>
    public TimeSpan? KeepFiring { get; init; }

    /// <summary>How far back the rule looks.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>In how many windows the condition must hold.</summary>
    public int? Windows { get; init; }

    /// <summary>Out of how many.</summary>
    public int? OfWindows { get; init; }

    /// <summary>The keys that are set.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];
}

/// <summary>What the defaults of the rules depend on.</summary>
/// <param name="Panic">Whether a loss panics the host (<c>failure</c> 2), which tightens them.</param>
/// <param name="PollInterval">Length of one window.</param>
public sealed record AlertDefaults(bool Panic, TimeSpan PollInterval);
