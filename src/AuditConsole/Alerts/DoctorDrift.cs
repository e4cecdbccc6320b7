using AuditConsole.Health;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring.Alerts;

namespace AuditConsole.Alerts;

/// <summary>What the doctor finds of drift, as an alert's input.</summary>
internal sealed class DoctorDrift(IFindings findings) : ILimitDrift
{
    private const string Drift = "rules_drift";

    public LimitDrift Look() => findings.Examine().FirstOrDefault(finding => finding.Id == Drift) switch
    {
        null => new LimitDrift(null, "", ""),
        { Ok: true } good => new LimitDrift(true, good.Finding, ""),
        { Severity: FindingSeverity.Note } unsure => new LimitDrift(null, unsure.Finding, unsure.Remedy),
        var bad => new LimitDrift(false, bad.Finding, bad.Remedy),
    };
}
