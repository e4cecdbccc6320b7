using AuditConsole.Kernel.Host;

namespace AuditConsole.Health;

/// <summary>One thing the console may or may not do here.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="Ok">Whether nothing is missing.</param>
/// <param name="Severity"><c>ok</c>, <c>note</c>, <c>warn</c> or <c>crit</c>.</param>
/// <param name="Finding">What is the case, in a sentence.</param>
/// <param name="Remedy">What to do; empty where there is nothing to do.</param>
public sealed record HealthFinding(string Id, bool Ok, string Severity, string Finding, string Remedy)
{
    public static HealthFinding Of(HostFinding finding) => new(finding.Id, finding.Ok, finding.Severity, finding.Finding, finding.Remedy);

    public static HealthFinding Good(string id, string finding) => new(id, true, FindingSeverity.Ok, finding, "");

    public static HealthFinding Bad(string id, string severity, string finding, string remedy) => new(id, false, severity, finding, remedy);
}
