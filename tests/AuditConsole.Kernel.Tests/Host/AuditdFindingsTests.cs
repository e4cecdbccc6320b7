using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Host;

public sealed class AuditdFindingsTests : IDisposable
{
    private static readonly AuditStatus Running = new() { Enabled = 1, Pid = 612, BacklogLimit = 8192 };

    private readonly FakeProc _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Examine_OfARegisteredProgram_NamesIt()
    {
        Examine(Running).AssertGood("auditd", "auditd takes the records (process 612).");
        _proc.Write("612/comm", "auditbeat\n");
        Examine(Running).AssertGood("auditd", "auditbeat takes the records (process 612), registered in auditd's place.");
    }

    [Fact]
    public void Examine_OfARegisteredProcessThatIsGone_SaysSoOnlyWhereProcShowsOthers()
    {
        var gone = Running with { Pid = 613 };

        Examine(gone).AssertBad("auditd", FindingSeverity.Warn, "Process 613 is registered as auditd and does not run", "systemctl start auditd");
        _proc.Remove("1/comm");
        Examine(gone).AssertGood("auditd", "does not show its name");
    }

    [Fact]
    public void Examine_WithNobodyRegistered_SaysWhereRecordsGo()
    {
        var nobody = Running with { Pid = 0 };

        Examine(nobody).AssertBad("auditd", FindingSeverity.Warn, "up to 8192 are held for one to come", "systemctl start auditd");
        Examine(nobody with { BacklogLimit = 0 }).AssertBad("auditd", FindingSeverity.Warn, "all are held", "systemctl");
        _proc.Write("cmdline", "quiet\n");
        Examine(nobody).AssertBad("auditd", FindingSeverity.Warn, "dropped without being counted in lost", "systemctl start auditd");
        Examine(nobody with { Enabled = 0 }).AssertGood("auditd", "auditing off");
    }

    [Theory]
    [InlineData(0u, true, "room for every record")]
    [InlineData(1u, false, "no room once since")]
    [InlineData(41u, false, "no room 41 times since")]
    public void Examine_OfAuditdsSocket_TellsHowOftenItHadNoRoom(uint drops, bool ok, string finding)
    {
        _proc.Write("net/netlink", $"sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode\nc1 9 612 00000000 0 0 0 2 {drops} 20409\n");
        var found = Examine(Running).Find("auditd_drops");

        Assert.Equal(ok, found.Ok);
        Assert.Contains(finding, found.Finding, StringComparison.Ordinal);
        Assert.Equal(!ok, found.Remedy.Contains("flush = INCREMENTAL_ASYNC", StringComparison.Ordinal));
    }

    private IReadOnlyList<HostFinding> Examine(AuditStatus status) => new KernelAccess(_proc.Host()).Examine(status);
}
