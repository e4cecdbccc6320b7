using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Host;

/// <summary>What the log's reader and the probe need, beside the right to ask.</summary>
public sealed class ProbeNeedsTests : IDisposable
{
    private const ulong Everything = 0x1ffffffffff;
    private const ulong SystemAdmin = 1UL << 21;
    private static readonly AuditStatus Stock = new() { Enabled = 1, BacklogLimit = 64, BacklogWaitTime = 15000, BacklogWaitTimeActual = 0 };
    private static readonly AuditStatus Patched = Stock with { BacklogMaxDepth = 3 };

    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Theory]
    [InlineData(30, "cap_audit_control", FindingSeverity.Crit, "EPERM")]
    [InlineData(37, "cap_audit_read", FindingSeverity.Note, "changes made by others are not seen")]
    [InlineData(29, "cap_audit_write", FindingSeverity.Note, "not written with their names to the audit trail")]
    [InlineData(38, "cap_perfmon", FindingSeverity.Warn, "peaks are sampled")]
    [InlineData(39, "cap_bpf", FindingSeverity.Warn, "peaks are sampled")]
    public void Examine_WithoutOneCapability_SaysWhatIsMissingWithIt(int capability, string id, string severity, string missing)
    {
        _proc.Status(Everything & ~SystemAdmin & ~(1UL << capability));
        var findings = new KernelAccess(_proc.Host()).Examine(Stock);
        var word = id["cap_".Length..].ToUpperInvariant();

        findings.AssertBad(id, severity, missing, $"AmbientCapabilities=CAP_{word}");
        findings.AssertBad(id, severity, $"lacks CAP_{word}", $"--cap-add={word}");
        Assert.All(findings.Where(f => f.Id.StartsWith("cap_", StringComparison.Ordinal) && f.Id != id), f => Assert.True(f.Ok, f.Finding));
    }

    [Theory]
    [InlineData(38, "cap_perfmon")]
    [InlineData(39, "cap_bpf")]
    public void Examine_WithoutAProbesCapability_IsCalmWhereTheKernelKeepsTheMarkOrSystemAdminStandsIn(int capability, string id)
    {
        _proc.Status(Everything & ~(1UL << capability));
        new KernelAccess(_proc.Host()).Examine(Stock).AssertGood(id, "CAP_SYS_ADMIN");

        _proc.Status(Everything & ~SystemAdmin & ~(1UL << capability));
        new KernelAccess(_proc.Host()).Examine(Patched).AssertBad(id, FindingSeverity.Note, "does not need", "AmbientCapabilities=");
        new KernelAccess(_proc.Host()).Examine().AssertBad(id, FindingSeverity.Note, "probe cannot start", "AmbientCapabilities=");
    }

    [Theory]
    [InlineData("none integrity [confidentiality]\n", FindingSeverity.Warn)]
    [InlineData("none [integrity] confidentiality\n", FindingSeverity.Ok)]
    [InlineData("[none] integrity confidentiality\n", FindingSeverity.Ok)]
    public void Examine_OfALockdown_MindsConfidentialityAlone(string modes, string severity)
    {
        _proc.Write("sysfs/kernel/security/lockdown", modes);
        var findings = new KernelAccess(_proc.Host()).Examine(Stock);

        Assert.Equal(severity, findings.Find("lockdown").Severity);
        Assert.Equal(severity == FindingSeverity.Warn, findings.Find("lockdown").Remedy.Contains("lockdown=integrity", StringComparison.Ordinal));
    }

    [Fact]
    public void Examine_WithFtraceSwitchedOff_SaysThatTheProbeNeverRuns()
    {
        _proc.Write("sys/kernel/ftrace_enabled", "0\n");

        new KernelAccess(_proc.Host()).Examine(Stock).AssertBad("ftrace_enabled", FindingSeverity.Warn, "attach and are never run", "sysctl kernel.ftrace_enabled=1");
        new KernelAccess(_proc.Host()).Examine(Patched).AssertBad("ftrace_enabled", FindingSeverity.Note, "never run", "sysctl");
        _proc.Remove("sys/kernel/ftrace_enabled");
        new KernelAccess(_proc.Host()).Examine(Stock).AssertGood("ftrace_enabled", "has no sysctl");
    }
}
