using System.Net;
using System.Text.Json;
using AuditConsole.Processes.Tests.Support;

namespace AuditConsole.Processes.Tests;

/// <summary>The console as the unit runs it: an ordinary user with its capabilities and its system calls. Nothing is written to the kernel.</summary>
public sealed class LeastPrivilegeTests : IDisposable
{
    private const string Host = "this-machine";

    // A build that was not published finds the browser's files in the builder's home, where no other user may look.
    private const string NoBrowserFiles = "--staticWebAssets=none";
    private readonly TemporaryFolder _state = new();
    private readonly TemporaryFolder _tools = new();

    public LeastPrivilegeTests()
    {
        const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(_state.Path, Everyone);
        File.SetUnixFileMode(_tools.Path, Everyone);
    }

    public void Dispose()
    {
        _state.Dispose();
        _tools.Dispose();
    }

    [Fact]
    public async Task Console_AsAnOrdinaryUserWithTheUnitsCapabilities_WatchesTheKernel()
    {
        ServiceUnit.RequireUser();
        await AssertWatchesTheKernelAsync(ServiceUnit.User(ServiceUnit.Capabilities));
    }

    [Fact]
    public async Task Console_UnderTheUnitsSystemCallFilter_WatchesTheKernel()
    {
        ServiceUnit.RequireUser();
        SystemCallFilter.Require();
        var filter = await SystemCallFilter.BuildAsync(_tools);
        await AssertWatchesTheKernelAsync([.. ServiceUnit.User(ServiceUnit.Capabilities), filter]);

        var findings = await DoctorAsync([.. ServiceUnit.User(ServiceUnit.Capabilities), filter]);
        Assert.StartsWith("A seccomp filter is set on this process", findings["seccomp"].Finding, StringComparison.Ordinal);
        Assert.True(findings["seccomp"].Ok);
    }

    [Theory]
    [InlineData("CAP_AUDIT_CONTROL")]
    [InlineData("CAP_AUDIT_READ")]
    [InlineData("CAP_AUDIT_WRITE")]
    [InlineData("CAP_BPF")]
    [InlineData("CAP_PERFMON")]
    public async Task Doctor_WithoutOneCapability_MissesThatOneAlone(string missing)
    {
        ServiceUnit.RequireUser();
        var with = await DoctorAsync(ServiceUnit.User(ServiceUnit.Capabilities));
        var without = await DoctorAsync(ServiceUnit.User(ServiceUnit.Capabilities.Where(capability => capability != missing)));
        var id = missing.ToLowerInvariant();

        Assert.True(with[id].Ok);
        Assert.False(without[id].Ok);
        Assert.Contains($"lacks {missing}", without[id].Finding, StringComparison.Ordinal);
        Assert.Contains($"AmbientCapabilities={missing}", without[id].Remedy, StringComparison.Ordinal);

        // Without CAP_AUDIT_CONTROL there is no status, and nothing to say about its fields.
        var others = without.Where(finding => finding.Key != id && (missing != "CAP_AUDIT_CONTROL" || finding.Key.StartsWith("cap_", StringComparison.Ordinal)));
        Assert.All(others, finding => Assert.Equal((finding.Key, with[finding.Key].Ok), (finding.Key, finding.Value.Ok)));
    }

    private async Task AssertWatchesTheKernelAsync(string[] under)
    {
        await using var console = await ConsoleProcess.StartAsync(under, _state.Path, $"--AuditConsole:HostName={Host}", NoBrowserFiles, "--AuditConsole:Poll:Interval=00:00:01");
        await console.StatusAsync(Host);
        var (code, body) = await console.TryGetAsync("/readyz");
        var host = Assert.Single((await console.GetAsync("/api/v1/hosts")).EnumerateArray());

        Assert.True(code == HttpStatusCode.OK, body);
        Assert.Equal((Host, "kernel"), (host.GetProperty("host").GetString(), host.GetProperty("source").GetString()));
        Assert.True((await console.NextPollAsync(Host)).Seq > 0);
        Assert.Equal(0, await console.TerminateAsync());
    }

    private async Task<IReadOnlyDictionary<string, (bool Ok, string Finding, string Remedy)>> DoctorAsync(string[] under)
    {
        var ended = await ConsoleProgram.RunUnderAsync(under, "doctor", "--json", $"--AuditConsole:StateDirectory={_state.Path}");
        Assert.True(ended.Output.StartsWith('['), $"ended with {ended.ExitCode}: {ended.Output}{ended.Error}");
        return JsonDocument.Parse(ended.Output).RootElement.EnumerateArray().ToDictionary(
            finding => finding.GetProperty("id").GetString()!,
            finding => (finding.GetProperty("ok").GetBoolean(), finding.GetProperty("finding").GetString()!, finding.GetProperty("remedy").GetString()!));
    }
}
