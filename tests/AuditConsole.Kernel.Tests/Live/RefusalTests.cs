using AuditConsole.Kernel.Tests.Support;

namespace AuditConsole.Kernel.Tests.Live;

/// <summary>What the kernel really answers a process without the privileges, and how that is put into words.</summary>
public sealed class RefusalTests
{
    private static string[] Ask =>
    [
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet")),
        Path.Combine(AppContext.BaseDirectory, "AuditConsole.Kernel.Ask.dll"),
    ];

    [Fact]
    public async Task Ask_WithEveryPrivilege_IsAnswered()
    {
        LiveMachine.Require();
        var (code, output, error) = await Command.RunAsync(Ask);

        Assert.True(code == 0, output + error);
        Assert.Contains("backlog_limit ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_WithoutAuditControl_IsToldTheCapability()
    {
        LiveMachine.Require("setpriv");
        await AssertRefusedAsync(["setpriv", "--bounding-set", "-audit_control", "--inh-caps", "-audit_control"], "This process lacks CAP_AUDIT_CONTROL");
    }

    [Fact]
    public async Task Ask_InAUserNamespace_IsToldTheNamespace()
    {
        LiveMachine.Require("unshare");
        await AssertRefusedAsync(["unshare", "--user", "--map-root-user"], "This process runs in a user namespace of its own");
    }

    [Fact]
    public async Task Ask_InAPidNamespace_IsToldTheNamespace()
    {
        LiveMachine.Require("unshare");
        await AssertRefusedAsync(["unshare", "--pid", "--fork", "--mount-proc"], "This process runs in a pid namespace of its own");
    }

    [Fact]
    public async Task Ask_InANetworkNamespace_IsAnswered()
    {
        LiveMachine.Require("unshare");
        var (code, output, error) = await Command.RunAsync(["unshare", "--net", .. Ask]);

        Assert.True(code == 0, output + error);
    }

    private static async Task AssertRefusedAsync(string[] under, string cause)
    {
        var (code, output, error) = await Command.RunAsync([.. under, .. Ask]);

        Assert.True(code == 1, $"ended with {code}: {output}{error}");
        Assert.StartsWith(cause, output, StringComparison.Ordinal);
    }
}
