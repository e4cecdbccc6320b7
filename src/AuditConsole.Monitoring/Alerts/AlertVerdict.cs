namespace AuditConsole.Monitoring.Alerts;

/// <summary>What a rule says of a host at one moment.</summary>
public enum AlertVerdict
{
    /// <summary>What the rule looks at is not known now: nothing begins and nothing ends.</summary>
    Unknown,

    /// <summary>Beyond the clear threshold, on the good side.</summary>
    Clear,

    /// <summary>Between the two thresholds: nothing begins, and what is on stays on.</summary>
    Band,

    /// <summary>The condition holds.</summary>
    Raised,
}

/// <summary>A verdict and the figure behind it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Value">The figure in the rule's unit; <see langword="null"/> where there is none.</param>
public readonly record struct AlertReading(AlertVerdict Verdict, double? Value = null)
{
    /// <summary>Nothing is known.</summary>
    public static AlertReading Unknown => default;

    /// <summary>A condition without a band.</summary>
    public static AlertReading Of(bool raised, double? value = null) => new(raised ? AlertVerdict.Raised : AlertVerdict.Clear, value);

    /// <summary>A figure that is bad when high.</summary>
    public static AlertReading High(double value, double threshold, double clear) =>
        new(value >= threshold ? AlertVerdict.Raised : value >= clear ? AlertVerdict.Band : AlertVerdict.Clear, value);
}
