using AuditConsole.Kernel.Host;

namespace AuditConsole.Kernel.Tests.Support;

/// <summary>Looks one finding up.</summary>
internal static class HostFindings
{
    public static HostFinding Find(this IEnumerable<HostFinding> findings, string id) => findings.Single(finding => finding.Id == id);

    public static void AssertGood(this IEnumerable<HostFinding> findings, string id, string finding)
    {
        var found = findings.Find(id);
        Assert.Equal((true, FindingSeverity.Ok, ""), (found.Ok, found.Severity, found.Remedy));
        Assert.Contains(finding, found.Finding, StringComparison.Ordinal);
    }

    public static void AssertBad(this IEnumerable<HostFinding> findings, string id, string severity, string finding, string remedy)
    {
        var found = findings.Find(id);
        Assert.Equal((false, severity), (found.Ok, found.Severity));
        Assert.Contains(finding, found.Finding, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Remedy, StringComparison.Ordinal);
        Assert.EndsWith(".", found.Finding, StringComparison.Ordinal);
    }
}
