using AuditConsole.Kernel.Host;

namespace AuditConsole.Kernel.Tests.Host;

public sealed class BootParametersTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("quiet", null)]
    [InlineData("audit", null)]
    [InlineData("audit=1", true)]
    [InlineData("audit=on", true)]
    [InlineData("audit=yes", true)]
    [InlineData("audit=", true)]
    [InlineData("audit=0", false)]
    [InlineData("audit=OFF", false)]
    [InlineData("audit=00", true)]
    [InlineData("audit=0 audit=1", false)]
    [InlineData("audit=\"off\"", false)]
    [InlineData("root=\"x audit=0\" quiet", null)]
    [InlineData("quiet -- audit=0", null)]
    [InlineData("noaudit=0", null)]
    public void Audit_OfACommandLine_IsWhatTheKernelMakesOfIt(string? commandLine, bool? audit) => Assert.Equal(audit, BootParameters.Audit(commandLine));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("audit=1 quiet", null, null)]
    [InlineData("audit_backlog_limit=8192", 8192u, null)]
    [InlineData("audit-backlog-limit=8192", 8192u, null)]
    [InlineData("audit_backlog_limit=+320", 320u, null)]
    [InlineData("audit_backlog_limit=0x2000", 8192u, null)]
    [InlineData("audit_backlog_limit=010", 8u, null)]
    [InlineData("audit_backlog_limit=\"64\"", 64u, null)]
    [InlineData("audit_backlog_limit=4294967295", uint.MaxValue, null)]
    [InlineData("audit_backlog_limit=4294967296", null, "4294967296")]
    [InlineData("audit_backlog_limit=8k", null, "8k")]
    [InlineData("audit_backlog_limit=-1", null, "-1")]
    [InlineData("audit_backlog_limit=", null, "")]
    [InlineData("audit_backlog_limit=089", null, "089")]
    [InlineData("audit_backlog_limit=0x", null, "0x")]
    [InlineData("audit_backlog_limit=8192 audit_backlog_limit=8k", 8192u, "8k")]
    [InlineData("audit_backlog_limit=320 audit_backlog_limit=8192", 8192u, null)]
    [InlineData("quiet -- audit_backlog_limit=8192", null, null)]
    public void BacklogLimit_OfACommandLine_IsWhatTheKernelMakesOfIt(string? commandLine, uint? limit, string? unparsable) =>
        Assert.Equal((limit, unparsable), BootParameters.BacklogLimit(commandLine));
}
