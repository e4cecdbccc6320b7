using AuditConsole.Processes.Tests.Support;

namespace AuditConsole.Processes.Tests;

/// <summary>The unit of <c>deploy/</c> on its own, judged by systemd's tools; nothing is started.</summary>
public sealed class UnitTests
{
    private const string Analyze = "systemd-analyze";

    // systemd tells an exposure of 0 to 10 and takes the threshold in tenths.
    private const string MostExposure = "20";

    [Fact]
    public void Capabilities_AreFiveAndNoMoreCanBeHad()
    {
        Assert.Equal(["CAP_AUDIT_CONTROL", "CAP_AUDIT_READ", "CAP_AUDIT_WRITE", "CAP_BPF", "CAP_PERFMON"], ServiceUnit.Capabilities);
        Assert.Equal(ServiceUnit.Values("AmbientCapabilities"), ServiceUnit.Values("CapabilityBoundingSet"));
    }

    [Fact]
    public void SystemCalls_AreThoseOfServicesAndThreeMore() => Assert.Equal(
        ["@system-service", "~@privileged @resources", "bpf perf_event_open sched_setaffinity"], ServiceUnit.Values("SystemCallFilter"));

    [Theory]
    [InlineData("PrivateUsers", "no")]
    [InlineData("PrivateNetwork", "no")]
    [InlineData("ProtectProc", "default")]
    [InlineData("ProcSubset", "all")]
    [InlineData("MemoryDenyWriteExecute", "no")]
    [InlineData("StateDirectory", "auditconsole")]
    [InlineData("RuntimeDirectory", "auditconsole")]
    public void Setting_ThatTheConsoleDependsOn_IsAsItNeedsIt(string setting, string value) => Assert.Equal([value], ServiceUnit.Values(setting));

    [Fact]
    public async Task Security_OfTheUnit_IsAtMostTwoOfTen()
    {
        Assert.SkipWhen(Machine.Find(Analyze) is null, "systemd-analyze is not installed (Debian: systemd).");
        var judged = await Machine.RunAsync(Analyze, "security", "--offline=true", "--no-pager", $"--threshold={MostExposure}", ServiceUnit.Path);

        Assert.True(judged.ExitCode == 0, judged.Output + judged.Error);
        Assert.Contains("Overall exposure level for auditconsole.service", judged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfTheUnit_HasNothingToSay()
    {
        Assert.SkipWhen(Machine.Find(Analyze) is null, "systemd-analyze is not installed (Debian: systemd).");
        using var folder = new TemporaryFolder();
        var unit = folder.File("auditconsole.service");
        // It looks for the program, which is where the unit says on another machine.
        await File.WriteAllTextAsync(
            unit, (await File.ReadAllTextAsync(ServiceUnit.Path, TestContext.Current.CancellationToken)).Replace("/opt/auditconsole/AuditConsole", "/bin/true", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var verified = await Machine.RunAsync(Analyze, "verify", "--man=no", unit);

        Assert.Equal((0, ""), (verified.ExitCode, verified.Error.Trim()));
    }
}
