using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Host;

public sealed class StatusFindingsTests : IDisposable
{
    private static readonly AuditStatus Usual = new() { Enabled = 1, Failure = 1, Pid = 612, BacklogLimit = 8192, BacklogWaitTime = 15000 };

    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Examine_OfAnOrdinaryStatus_HasNothingToSayAboutIt()
    {
        string[] ids = ["enabled", "failure", "backlog_limit", "rate_limit", "lost", "auditd", "boot_backlog_limit"];

        Assert.All(ids, id => Assert.True(Examine(Usual).Find(id).Ok, id));
    }

    [Fact]
    public void Examine_WithoutAStatus_IsSilentAboutItsFields() =>
        Assert.DoesNotContain(new KernelAccess(_proc.Host()).Examine(), finding => finding.Id is "enabled" or "lost" or "auditd");

    [Fact]
    public void Examine_OfSettingsThatSurprise_TellsEachWithItsCommand()
    {
        Examine(Usual with { Enabled = 0 }).AssertBad("enabled", FindingSeverity.Warn, "enabled 0", "`auditctl -e 1`");
        Examine(Usual with { Enabled = 2 }).AssertBad("enabled", FindingSeverity.Note, "locked (enabled 2)", "reboot");
        Examine(Usual with { BacklogLimit = 0 }).AssertBad("backlog_limit", FindingSeverity.Note, "no limit", "`auditctl -b 8192`");
        Examine(Usual with { RateLimit = 1000 }).AssertBad("rate_limit", FindingSeverity.Note, "a higher backlog_limit does not help", "`auditctl -r 0`");
        Examine(Usual with { Failure = 0 }).AssertGood("failure", "failure 0");
    }

    [Theory]
    [InlineData(4095u, 0u, 8192u, FindingSeverity.Note)]
    [InlineData(4096u, 0u, 8192u, FindingSeverity.Warn)]
    [InlineData(0u, 4096u, 8192u, FindingSeverity.Warn)]
    [InlineData(32u, 0u, 65u, FindingSeverity.Note)]
    [InlineData(100_000u, 0u, 0u, FindingSeverity.Note)]
    public void Examine_WithPanicOnALoss_WarnsFromHalfTheLimitOn(uint backlog, uint mark, uint limit, string severity) =>
        Examine(Usual with { Failure = 2, Backlog = backlog, BacklogMaxDepth = mark, BacklogLimit = limit })
            .AssertBad("failure", severity, "panics this machine", "`auditctl -f 1`");

    [Fact]
    public void Examine_OfLosses_SaysHowManyAndWhichWereBefore()
    {
        var lost = Usual with { Lost = 73 };

        Examine(lost).AssertBad("lost", FindingSeverity.Warn, "73 records have been lost", "journalctl -k -b");
        Assert.DoesNotContain("before this console", Examine(lost).Find("lost").Finding, StringComparison.Ordinal);
        Examine(lost, lostBefore: 70).AssertBad("lost", FindingSeverity.Warn, "70 of them before this console started", "journalctl");
        Assert.DoesNotContain("before this console", Examine(lost, lostBefore: 74).Find("lost").Finding, StringComparison.Ordinal);
        Assert.DoesNotContain("audit_backlog_limit=8192", Examine(lost).Find("lost").Remedy, StringComparison.Ordinal);
        _proc.Write("cmdline", "audit=1");
        Examine(lost).AssertBad("lost", FindingSeverity.Warn, "73 records", "`audit=1 audit_backlog_limit=8192`");
    }

    [Theory]
    [InlineData("audit=1", FindingSeverity.Note, "64 may wait (the default)")]
    [InlineData("audit=1 audit_backlog_limit=320", FindingSeverity.Note, "320 may wait:")]
    [InlineData("audit=1 audit_backlog_limit=8191", FindingSeverity.Note, "8191 may wait:")]
    [InlineData("audit=1 audit_backlog_limit=0", FindingSeverity.Ok, "limit of 0")]
    [InlineData("audit=1 audit_backlog_limit=8k", FindingSeverity.Warn, "audit_backlog_limit=8k on the kernel command line is no number, so the kernel kept 64")]
    [InlineData("quiet", FindingSeverity.Ok, "limit of 64, the default")]
    [InlineData("audit_backlog_limit=16384", FindingSeverity.Note, "booted with a limit of 16384 and runs with 8192")]
    [InlineData("audit_backlog_limit=320", FindingSeverity.Ok, "limit of 320")]
    public void Examine_OfTheBootLimit_ComparesItWithWhatIsNeededAndRuns(string commandLine, string severity, string finding)
    {
        _proc.Write("cmdline", commandLine + "\n");
        var found = Examine(Usual).Find("boot_backlog_limit");

        Assert.Equal(severity, found.Severity);
        Assert.Contains(finding, found.Finding, StringComparison.Ordinal);
        Assert.Equal(severity == FindingSeverity.Ok, found.Remedy.Length == 0);
    }

    private IReadOnlyList<HostFinding> Examine(AuditStatus status, uint? lostBefore = null) => new KernelAccess(_proc.Host()).Examine(status, lostBefore: lostBefore);
}
