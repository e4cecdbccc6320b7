using AuditConsole.Kernel.Host;
using AuditConsole.Kernel.Tests.Support;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Host;

public sealed class KernelAccessTests : IDisposable
{
    private const ulong AllButAuditControl = 0x1ffffffffff & ~(1UL << 30);
    private const uint OtherNamespace = 4026532999;
    private static readonly AuditStatus Patched = new() { Enabled = 1, Failure = 1, Pid = 612, BacklogLimit = 8192, BacklogWaitTime = 15000, BacklogMaxDepth = 3 };
    private static readonly AuditRefusedException NotPermitted = new(AuditMessageType.Get, Errno.OperationNotPermitted);

    private readonly FakeProc _proc = new();

    private KernelAccess Access => new(_proc.Host());

    public static TheoryData<int> SocketRefusals => [Errno.OperationNotPermitted, Errno.AccessDenied, Errno.AddressFamilyNotSupported];

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Examine_OfAMachineWithEverything_FindsNothingToDo()
    {
        var findings = Access.Examine(Patched);

        Assert.All(findings, f => Assert.Equal((true, FindingSeverity.Ok, ""), (f.Ok, f.Severity, f.Remedy)));
        Assert.Equal(
            [
                "audit_boot", "user_namespace", "pid_namespace", "cap_audit_control", "cap_audit_read", "cap_audit_write", "cap_bpf", "cap_perfmon", "seccomp", "net_namespace",
                "lockdown", "ftrace_enabled", "backlog_max_depth", "hz", "backlog_wait_time", "enabled", "backlog_limit", "rate_limit", "failure", "lost",
                "boot_backlog_limit", "auditd", "rules",
            ],
            findings.Select(f => f.Id));
        Assert.All(findings, f => Assert.EndsWith(".", f.Finding, StringComparison.Ordinal));
    }

    [Fact]
    public void Examine_WithoutTheCapability_IsCriticalWithTheLinesToType()
    {
        _proc.Status(AllButAuditControl);

        AssertFinding("cap_audit_control", FindingSeverity.Crit, "lacks CAP_AUDIT_CONTROL", "AmbientCapabilities=CAP_AUDIT_CONTROL");
        AssertFinding("cap_audit_control", FindingSeverity.Crit, "EPERM", "--cap-add=AUDIT_CONTROL");
    }

    [Fact]
    public void ReadLogRefusal_WithEverything_IsNone() => Assert.Null(Access.ReadLogRefusal);

    [Fact]
    public void ReadLogRefusal_WithoutTheCapability_SaysWhatToGrant()
    {
        _proc.Status(0x1ffffffffff & ~(1UL << 37));

        Assert.Contains("CAP_AUDIT_READ", Access.ReadLogRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadLogRefusal_InAnotherNetworkNamespace_SaysHowToLeaveIt()
    {
        _proc.Namespace("self", "net", OtherNamespace);
        _proc.Namespace("1", "net", OtherNamespace + 1);

        Assert.Contains("--network=host", Access.ReadLogRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_InOtherNamespaces_NamesEachWithItsFlag()
    {
        _proc.Namespace("self", "user", OtherNamespace);
        _proc.Namespace("self", "pid", OtherNamespace);
        _proc.Namespace("self", "net", OtherNamespace);
        _proc.Namespace("1", "net", OtherNamespace);

        AssertFinding("user_namespace", FindingSeverity.Crit, "ECONNREFUSED", "--userns=host");
        AssertFinding("pid_namespace", FindingSeverity.Crit, "EPERM", "--pid=host");
        AssertFinding("net_namespace", FindingSeverity.Note, "cannot be told", "--network=host");
    }

    [Theory]
    [InlineData(4026531840u, true)]
    [InlineData(4026532000u, false)]
    public void Examine_OfANetworkNamespaceWithAnOrdinaryInode_ComparesWithProcessOne(uint own, bool ok)
    {
        _proc.Namespace("self", "net", own);
        _proc.Namespace("1", "net", 4026531840);

        Assert.Equal(ok, Finding("net_namespace").Ok);
    }

    [Theory]
    [InlineData("audit=0", FindingSeverity.Crit)]
    [InlineData("quiet audit=1 audit=off", FindingSeverity.Crit)]
    [InlineData("audit=0 audit=1", FindingSeverity.Crit)]
    [InlineData("noaudit=0 quiet", FindingSeverity.Note)]
    [InlineData("quiet -- audit=0", FindingSeverity.Note)]
    public void Examine_OfAKernelCommandLine_TellsHowAuditWasBooted(string commandLine, string severity)
    {
        _proc.Write("cmdline", commandLine + "\n");

        Assert.Equal(severity, Finding("audit_boot").Severity);
    }

    [Fact]
    public void Examine_WithASeccompFilterThatLetsTheSocketThrough_IsGood()
    {
        _proc.Status(seccomp: 2);

        Assert.True(Finding("seccomp").Ok);
        Assert.Contains("SystemCallFilter=bpf perf_event_open", Finding("seccomp").Finding, StringComparison.Ordinal);
        Assert.True(Finding("seccomp", refusal: NotPermitted).Ok);
    }

    [Fact]
    public void Examine_WithoutAStatus_LeavesTheMarkOpen()
    {
        AssertFinding("backlog_max_depth", FindingSeverity.Note, "not known", "other findings");
        Assert.Contains("ends before", Finding("backlog_max_depth", Patched with { BacklogMaxDepth = null }).Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15000u, true, "60 s per record (backlog_wait_time 15000 ticks at HZ 250)", "")]
    [InlineData(0u, true, "up to 0 s", "")]
    [InlineData(60000u, false, "240 s per record (backlog_wait_time 60000 ticks at HZ 250)", "For 60 s: `auditctl --backlog_wait_time 15000`")]
    public void Examine_OfAWaitTime_WarnsWhereTicksWereTakenForMilliseconds(uint ticks, bool ok, string finding, string remedy)
    {
        var found = Finding("backlog_wait_time", Patched with { BacklogWaitTime = ticks });

        Assert.Equal(ok, found.Ok);
        Assert.Equal(ok ? FindingSeverity.Ok : FindingSeverity.Warn, found.Severity);
        Assert.Contains(finding, found.Finding, StringComparison.Ordinal);
        Assert.Equal(remedy, found.Remedy);
    }

    [Fact]
    public void Examine_WithoutHz_SaysSoInTicks()
    {
        var findings = new KernelAccess(_proc.Host(tickNanoseconds: null)).Examine(Patched);

        Assert.Equal(FindingSeverity.Note, findings.Single(f => f.Id == "hz").Severity);
        Assert.Contains("15000 ticks", findings.Single(f => f.Id == "backlog_wait_time").Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Examine_OfAnUnreadableProc_SaysWhatCannotBeTold()
    {
        var findings = new KernelAccess(new KernelHost(Path.Combine(_proc.Path, "nowhere"), _proc.Etc, _proc.Sys)).Examine(Patched);

        string[] unknown = ["user_namespace", "pid_namespace", "cap_audit_control", "cap_audit_read", "cap_audit_write", "cap_bpf", "cap_perfmon", "seccomp"];
        Assert.All(findings.Where(f => unknown.Contains(f.Id)), f => Assert.Equal(FindingSeverity.Warn, f.Severity));
        Assert.Contains("/proc/self/ns/pid", findings.Single(f => f.Id == "pid_namespace").Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_OfARefusalByUserNamespace_SaysNamespaceAndNotThatAuditIsMissing()
    {
        _proc.Namespace("self", "user", OtherNamespace);

        AssertExplanation(new AuditRefusedException(AuditMessageType.Get, Errno.ConnectionRefused), "user namespace of its own", "PrivateUsers=no");
    }

    [Fact]
    public void Explain_OfEperm_NamesThePidNamespaceBeforeTheCapability()
    {
        _proc.Status(AllButAuditControl);
        AssertExplanation(NotPermitted, "lacks CAP_AUDIT_CONTROL", "AmbientCapabilities=");

        _proc.Namespace("self", "pid", OtherNamespace);
        AssertExplanation(NotPermitted, "pid namespace of its own", "--pid=host");
    }

    [Fact]
    public void Explain_OfEpermForASetWithEveryPrivilege_IsTheLock()
    {
        AssertExplanation(new AuditRefusedException(AuditMessageType.Set, Errno.OperationNotPermitted), "locked (enabled 2)", "reboot");
        Assert.Equal(NotPermitted.Message, Access.Explain(NotPermitted));
    }

    [Theory]
    [InlineData("audit=0", "booted with audit=0")]
    [InlineData("quiet", "built without CONFIG_AUDIT")]
    public void Explain_OfAMissingProtocol_TellsBootFromBuild(string commandLine, string cause)
    {
        _proc.Write("cmdline", commandLine);

        AssertExplanation(new AuditUnavailableException("no socket", Errno.ProtocolNotSupported), cause, "oot");
    }

    [Theory]
    [MemberData(nameof(SocketRefusals))]
    public void Explain_OfAForbiddenSocket_IsTheSeccompFilterWhereThereIsOne(int errno)
    {
        var refusal = new AuditUnavailableException("no socket", errno);
        Assert.Equal("no socket", Access.Explain(refusal));

        _proc.Status(seccomp: 2);
        AssertExplanation(refusal, "seccomp filter", "RestrictAddressFamilies=");
        Assert.Equal(FindingSeverity.Crit, Finding("seccomp", refusal: refusal).Severity);
    }

    private HostFinding Finding(string id, AuditStatus? status = null, AuditException? refusal = null) =>
        Access.Examine(status, refusal).Single(f => f.Id == id);

    private void AssertFinding(string id, string severity, string finding, string remedy)
    {
        var found = Finding(id);
        Assert.False(found.Ok);
        Assert.Equal(severity, found.Severity);
        Assert.Contains(finding, found.Finding, StringComparison.Ordinal);
        Assert.Contains(remedy, found.Remedy, StringComparison.Ordinal);
    }

    private void AssertExplanation(AuditException refusal, string cause, string remedy)
    {
        var explanation = Access.Explain(refusal);
        Assert.Contains(cause, explanation, StringComparison.Ordinal);
        Assert.Contains(remedy, explanation, StringComparison.Ordinal);
    }
}
