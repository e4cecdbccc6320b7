using System.Net;
using AuditConsole.Processes.Tests.Support;

namespace AuditConsole.Processes.Tests;

/// <summary>Which source is shown, on this machine's kernel. Nothing is written to it.</summary>
public sealed class SourceTests : IDisposable
{
    private const string Host = "this-machine";
    private const string Reason = "This process lacks CAP_AUDIT_CONTROL";
    private static readonly string[] s_underprivileged = ["setpriv", "--bounding-set", "-audit_control", "--inh-caps", "-audit_control"];
    private readonly TemporaryFolder _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Kernel_WithoutTheCapability_FailsWithTheReason()
    {
        Machine.Require("setpriv");
        var ended = await ConsoleProgram.RunUnderAsync(
            s_underprivileged, "--AuditConsole:Source=kernel", $"--AuditConsole:StateDirectory={_state.Path}");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("AuditConsole:Source is \"kernel\", and the kernel cannot be asked.", ended.Error, StringComparison.Ordinal);
        Assert.Contains(Reason, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auto_WithoutTheCapability_ShowsTheEngineAndSaysWhy()
    {
        Machine.Require("setpriv");
        await using var console = await ConsoleProcess.StartAsync(s_underprivileged, _state.Path, $"--AuditConsole:HostName={Host}");
        var status = await console.StatusAsync("engine");
        var host = Assert.Single((await console.GetAsync("/api/v1/hosts")).EnumerateArray());
        var findings = await console.GetAsync("/api/v1/hosts/engine/health");

        Assert.Equal("engine", host.GetProperty("host").GetString());
        Assert.Equal(("engine", "engine"), (status.GetProperty("source").GetString(), status.GetProperty("tier").GetString()));
        Assert.Contains(findings.EnumerateArray(), finding =>
            finding.GetProperty("id").GetString() == "source" && finding.GetProperty("remedy").GetString()!.Contains(Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Auto_OnAStateFolderThatHeldKernelWindows_NeverShowsTheEngine()
    {
        Machine.Require("setpriv");
        await using (var before = await ConsoleProcess.StartAsync([], _state.Path, $"--AuditConsole:HostName={Host}", "--AuditConsole:Poll:Interval=00:00:01"))
        {
            await before.NextPollAsync(Host);
        }

        await using var console = await ConsoleProcess.StartAsync(s_underprivileged, _state.Path, $"--AuditConsole:HostName={Host}");
        await Eventually.HoldsAsync(
            async () => (await console.TryGetAsync("/readyz")).Body.Contains(Reason, StringComparison.Ordinal), "reason in /readyz");
        var host = Assert.Single((await console.GetAsync("/api/v1/hosts")).EnumerateArray());

        Assert.Equal((Host, "kernel"), (host.GetProperty("host").GetString(), host.GetProperty("source").GetString()));
        Assert.False(host.GetProperty("connected").GetBoolean());
        Assert.NotEmpty(await console.PollsAsync(Host));
        Assert.Equal(HttpStatusCode.NotFound, (await console.TryGetAsync("/api/v1/hosts/engine/status")).Code);
    }

    [Fact]
    public async Task Auto_OnAnotherHostNamesKernelWindows_NeverShowsTheEngineEither()
    {
        Machine.Require("setpriv");
        await using (var before = await ConsoleProcess.StartAsync([], _state.Path, "--AuditConsole:HostName=old-name", "--AuditConsole:Poll:Interval=00:00:01"))
        {
            await before.NextPollAsync("old-name");
        }

        await using var console = await ConsoleProcess.StartAsync(s_underprivileged, _state.Path, $"--AuditConsole:HostName={Host}");

        Assert.Equal(HttpStatusCode.NotFound, (await console.TryGetAsync("/api/v1/hosts/engine/status")).Code);
    }

    [Fact]
    public async Task Status_AsRoot_IsWhatAuditctlSaysAndChangesNothing()
    {
        Machine.Require("auditctl");
        var before = await Machine.AuditctlAsync();
        await using var console = await ConsoleProcess.StartAsync([], _state.Path, $"--AuditConsole:HostName={Host}", "--AuditConsole:Poll:Interval=00:00:01");
        var poll = await console.NextPollAsync(Host);
        var status = await console.StatusAsync(Host);
        var meanwhile = await Machine.AuditctlAsync();
        Assert.Equal(0, await console.TerminateAsync());
        var after = await Machine.AuditctlAsync();

        Assert.Equal("sampled", status.GetProperty("tier").GetString());
        Assert.Equal(("sampled", "at_least"), (poll.Tier, poll.Bound));
        Assert.All(meanwhile.Where(field => status.TryGetProperty(field.Key, out _)), field => Assert.Equal(field.Value, status.GetProperty(field.Key).GetRawText()));
        Assert.Equal(9, meanwhile.Keys.Count(name => status.TryGetProperty(name, out _)));
        Assert.Equal(before, after);
    }
}
