namespace AuditConsole.Kernel.Host;

/// <summary>One thing looked at on this machine: how it is, and what to do where that is not as it should be.</summary>
/// <param name="Id">Stable name in snake_case.</param>
/// <param name="Ok">Whether nothing needs doing.</param>
/// <param name="Severity">One of the words of <see cref="FindingSeverity"/>.</param>
/// <param name="Finding">What was found, as one sentence.</param>
/// <param name="Remedy">What to do, with the line to type; empty where <paramref name="Ok"/>.</param>
public sealed record HostFinding(string Id, bool Ok, string Severity, string Finding, string Remedy)
{
    internal static HostFinding Good(string id, string finding) => new(id, true, FindingSeverity.Ok, finding, "");

    internal static HostFinding Bad(string id, string severity, string finding, string remedy) => new(id, false, severity, finding, remedy);
}

/// <summary>How much a finding matters.</summary>
public static class FindingSeverity
{
    /// <summary>As it should be.</summary>
    public const string Ok = "ok";

    /// <summary>Worth knowing; everything essential works.</summary>
    public const string Note = "note";

    /// <summary>Something is missing, imprecise or surprising.</summary>
    public const string Warn = "warn";

    /// <summary>The kernel's audit subsystem cannot be used.</summary>
    public const string Crit = "crit";
}
