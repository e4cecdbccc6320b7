namespace AuditConsole.Monitoring.Alerts;

/// <summary>What all rules of a kind share, and what may be set of them.</summary>
/// <param name="Name">Stable name in snake_case, also the name of its settings.</param>
/// <param name="Title">The alert in a few words.</param>
/// <param name="Create">Makes a rule of what is set and the defaults.</param>
public sealed record AlertRuleKind(string Name, string Title, Func<AlertRuleOptions, AlertDefaults, AlertRule> Create)
{
    /// <summary>The unit of threshold and figure: <c>%</c>, <c>records</c>, <c>s</c>; empty where the rule is a yes or no.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The least and the most that a threshold may be; <see langword="null"/> where there is none.</summary>
    public (double Least, double Most)? Range { get; init; }

    /// <summary>Whether there is a clear threshold beside it.</summary>
    public bool HasClear { get; init; }

    /// <summary>Whether low figures are the bad ones, so that the clear threshold lies above.</summary>
    public bool LowIsBad { get; init; }

    /// <summary>Whether it looks back over a time.</summary>
    public bool HasWithin { get; init; }

    /// <summary>Whether it counts windows.</summary>
    public bool HasWindows { get; init; }

    /// <summary>Why rules that a panic makes stricter are stricter.</summary>
    internal static string? PanicReason(AlertDefaults defaults) =>
        defaults.Panic ? "A loss panics this host (failure 2), so the warning comes earlier." : null;
}
