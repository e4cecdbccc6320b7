using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Host.Rules;

public sealed class RulesFindingsTests : IDisposable
{
    private const string Site = "-D\n-b 8192\n-f 1\n--backlog_wait_time 15000\n-w /etc/passwd -p wa\n-e 1\n";
    private static readonly AuditStatus Running = new() { Enabled = 1, Failure = 1, Pid = 612, BacklogLimit = 8192, BacklogWaitTime = 15000 };

    private readonly FakeProc _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Examine_OfFilesThatTheKernelRunsWith_IsThreeGoodLines()
    {
        _machine.Write("etc/audit/rules.d/site.rules", "# ours\n" + Site);
        _machine.Write("etc/audit/audit.rules", "## made\n" + Site);
        var findings = Examine(Running);

        findings.AssertGood("rules", "1 file in");
        findings.AssertGood("rules_merged", "is what augenrules makes");
        findings.AssertGood("rules_drift", "backlog_limit, backlog_wait_time, failure, enabled");
        Assert.DoesNotContain(findings, finding => finding.Id is "rules_lines" or "rules_overridden");
    }

    [Fact]
    public void Examine_OfARunningKernelThatDrifted_NamesEachValueWithItsLine()
    {
        _machine.Write("etc/audit/rules.d/site.rules", Site);
        _machine.Write("etc/audit/audit.rules", Site);
        var findings = Examine(Running with { BacklogLimit = 64, Failure = 0 });

        findings.AssertBad("rules_drift", FindingSeverity.Warn, "backlog_limit is 64, and ", "`augenrules --load`");
        findings.AssertBad("rules_drift", FindingSeverity.Warn, "site.rules line 2 says 8192; failure is 0, and ", "augenrules");
        Examine(Running with { BacklogLimit = 64, Enabled = 2 }).AssertBad("rules_drift", FindingSeverity.Warn, "enabled is 2", "from the next boot on");
        Assert.DoesNotContain(Examine(null), finding => finding.Id == "rules_drift");
    }

    [Fact]
    public void Examine_OfAnAuditRulesThatIsOlderThanItsParts_TellsTheFirstDifference()
    {
        _machine.Write("etc/audit/rules.d/site.rules", Site);
        _machine.Write("etc/audit/audit.rules", Site.Replace("8192", "320", StringComparison.Ordinal));
        Examine(Running).AssertBad("rules_merged", FindingSeverity.Warn, "line 2 says -b 320 where -b 8192 belongs", "`augenrules --load`");

        _machine.Write("etc/audit/audit.rules", "-D\n-b 8192\n");
        Examine(Running).AssertBad("rules_merged", FindingSeverity.Warn, "-f 1 is missing at its end", "`augenrules --load`");
        _machine.Write("etc/audit/audit.rules", Site + "-r 5\n");
        Examine(Running).AssertBad("rules_merged", FindingSeverity.Warn, "line 7, -r 5, is in none of them", "`augenrules --load`");
        _machine.Remove("etc/audit/audit.rules");
        Examine(Running).AssertBad("rules_merged", FindingSeverity.Warn, "has not made an audit.rules", "`augenrules --load`");
    }

    [Fact]
    public void Examine_OfLinesThatAuditctlRefuses_TellsFileAndLineAndNoMoreThanFive()
    {
        _machine.Write("etc/audit/audit.rules", "-b many\n" + string.Concat(Enumerable.Repeat("nonsense\n", 7)));
        var findings = Examine(Running);

        findings.AssertBad("rules_lines", FindingSeverity.Warn, "audit.rules line 1 gives -b many", "`auditctl -R ");
        Assert.EndsWith("line 5 begins with nonsense, which is no option of auditctl; and 3 more.", findings.Find("rules_lines").Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_OfPartsThatContradictEachOther_SaysWhichOneCounts()
    {
        _machine.Write("etc/audit/rules.d/10-base.rules", "-b 8192\n-r 5\n");
        _machine.Write("etc/audit/rules.d/9-site.rules", "-b 320\n-r 5\n");
        _machine.Write("etc/audit/audit.rules", "-b 8192\n-r 5\n-r 5\n");

        Examine(Running).AssertBad(
            "rules_overridden", FindingSeverity.Note, $"backlog_limit is 8192 by {_machine.Etc}/audit/rules.d/10-base.rules line 1, and not 320 as in {_machine.Etc}/audit/rules.d/9-site.rules line 1.", "ls -1v");
        Assert.DoesNotContain("rate_limit is", Examine(Running).Find("rules_overridden").Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_OfFilesOfRootAlone_NamesThemAndThePermission()
    {
        var file = Path.Combine(_machine.Etc, "audit/audit.rules");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.CreateSymbolicLink(file, file);

        Examine(Running).AssertBad("rules", FindingSeverity.Note, $"may not read {file}", "setfacl -m u:990:x");
        Assert.DoesNotContain(Examine(Running), finding => finding.Id is "rules_drift" or "rules_merged");
    }

    [Fact]
    public void Examine_WithoutFiles_IsOneGoodLine() => Examine(Running).AssertGood("rules", "There are no audit rules");

    private IReadOnlyList<HostFinding> Examine(AuditStatus? status) => new KernelAccess(_machine.Host()).Examine(status);
}
