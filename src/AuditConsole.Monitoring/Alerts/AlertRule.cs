namespace AuditConsole.Monitoring.Alerts;

/// <summary>A condition that somebody wants to be told of, with its thresholds. Immutable.</summary>
public abstract record AlertRule
{
    /// <summary>Stable name in snake_case.</summary>
    public string Name => Kind.Name;

    /// <summary>What all rules of its kind share.</summary>
    public abstract AlertRuleKind Kind { get; }

    /// <summary>Whether it is looked at.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How much it matters.</summary>
    public AlertSeverity Severity { get; init; }

    /// <summary>From where on the condition holds, in the unit of <see cref="Kind"/>; <see langword="null"/> where it is a yes or no.</summary>
    public double? Threshold { get; init; }

    /// <summary>From where on it no longer does; between the two nothing changes.</summary>
    public double? Clear { get; init; }

    /// <summary>How long the condition must hold before the alert fires.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How long the condition must be over before the alert is resolved.</summary>
    public TimeSpan KeepFiring { get; init; }

    /// <summary>How far back the rule looks; <see langword="null"/> where it looks at this moment.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>In how many windows the condition must hold; <see langword="null"/> where no windows are counted.</summary>
    public int? Windows { get; init; }

    /// <summary>Out of how many windows.</summary>
    public int? OfWindows { get; init; }

    /// <summary>The keys that come from the settings and not from the defaults.</summary>
    public IReadOnlyList<string> FromSettings { get; init; } = [];

    /// <summary>Why its defaults are stricter than usual; <see langword="null"/> when they are not.</summary>
    public string? Tightened { get; init; }

    /// <summary>Judges what is known of a host now. Pure.</summary>
    public abstract AlertReading Judge(HostFacts facts);

    /// <summary>What is the case, in a sentence with its numbers, for a figure that <see cref="Judge"/> returned.</summary>
    public abstract string Say(HostFacts facts, double? value);

    /// <summary>What to do, with lines to type in backquotes.</summary>
    public abstract string Remedy(HostFacts facts);
}
