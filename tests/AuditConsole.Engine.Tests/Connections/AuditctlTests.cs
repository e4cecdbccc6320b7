using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AuditConsole.Engine.Connections;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Connections;

/// <summary>The auditctl of Debian (auditd 3.0.9), unchanged, talking to an engine through its socket.</summary>
/// <remarks>
/// What it is held against is what the same commands printed in one boot of Linux 6.12 with the high-water mark, HZ 1000, without
/// <c>audit=1</c>: <c>Data/auditctl-6.12.txt</c>. How many of a change's own records are still queued when auditctl asks is for the scheduler to say, on both.
/// </remarks>
public sealed class AuditctlTests : IAsyncLifetime
{
    private const string Auditctl = "/usr/sbin/auditctl";
    private const string Unshare = "/usr/bin/unshare";
    private const string Compiler = "/usr/bin/gcc";
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private string SocketPath => _folder.File("engine.socket");

    private string Shim => _folder.File("auditctl-shim.so");

    public async ValueTask InitializeAsync()
    {
        if (File.Exists(Auditctl) && File.Exists(Compiler))
        {
            var source = Path.Combine(AppContext.BaseDirectory, "auditctl-shim.c");
            var (code, _, error) = await RunAsync(Compiler, ["-shared", "-fPIC", "-Wall", "-Werror", "-o", Shim, source, "-ldl"]);
            Assert.True(code == 0, error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Auditctl_EachCommand_PrintsAndEndsAsWithTheKernel()
    {
        Require();
        await using var engine = Start(new AuditEngineOptions { Enabled = 0, RefuseUnknownFields = false });
        await using var socket = new EngineSocket(engine, SocketPath, TimeProvider.System);
        var printed = new StringBuilder();
        foreach (var command in await File.ReadAllLinesAsync(Data("auditctl-commands.txt"), CancellationToken))
        {
            // A queue is empty again long before a person types the next command.
            SpinWait.SpinUntil(() => engine.Backlog == 0);
            var (code, output, error) = await AuditctlAsync(command.Split(' '));
            printed.Append("$ auditctl ").Append(command).Append('\n').Append(output.TrimEnd('\n')).Append(output.Length == 0 ? "" : "\n");
            printed.AppendJoin("", error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"stderr: {line}\n"));
            printed.Append("exit ").Append(code).Append('\n');
        }

        var backlog = new Regex(@"^backlog \d+$", RegexOptions.Multiline);
        Assert.Equal(await File.ReadAllTextAsync(Data("auditctl-6.12.txt"), CancellationToken), backlog.Replace(printed.ToString(), "backlog N"));
    }

    [Fact]
    public async Task Status_OfAnEngineLikeThisMachinesKernel_PrintsTheSame()
    {
        Require();
        var (code, ofKernel, _) = await RunAsync(Auditctl, ["-s"]);
        Assert.SkipUnless(code == 0, "This machine's kernel cannot be asked.");
        var kernel = ofKernel.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToDictionary(w => w[0], w => w[1]);
        Assert.SkipUnless(kernel["pid"] == "0" && kernel["lost"] == "0" && kernel["backlog"] == "0", "This machine's kernel is at work.");
        await using var engine = Start(new AuditEngineOptions
        {
            StatusSize = 44,
            Hz = 250,
            Enabled = uint.Parse(kernel["enabled"], null),
            Failure = uint.Parse(kernel["failure"], null),
            RateLimit = uint.Parse(kernel["rate_limit"], null),
            BacklogLimit = uint.Parse(kernel["backlog_limit"], null),
            BacklogWaitTime = uint.Parse(kernel["backlog_wait_time"], null),
        });
        await using var socket = new EngineSocket(engine, SocketPath, TimeProvider.System);

        Assert.Equal((0, ofKernel, ""), await AuditctlAsync(["-s"]));
    }

    private static void Require()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "auditctl does nothing for anyone but root.");
        Assert.SkipUnless(File.Exists(Auditctl), "auditctl is not installed (Debian: auditd).");
        Assert.SkipUnless(File.Exists(Unshare), "unshare is not installed, which keeps auditctl from this machine's kernel.");
        Assert.SkipUnless(File.Exists(Compiler), "gcc is not installed, which the shim for auditctl is compiled with.");
    }

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    private AuditEngine Start(AuditEngineOptions options)
    {
        var engine = new AuditEngine(options, TimeProvider.System);
        engine.LogBoot();
        _ = engine.RunKauditdAsync(_stop.Token);
        return engine;
    }

    // In a user namespace of its own, where this machine's kernel refuses it: were the shim not loaded, nothing here would be changed.
    private Task<(int Code, string Output, string Error)> AuditctlAsync(string[] arguments) =>
        RunAsync(Unshare, ["--user", "--map-root-user", Auditctl, .. arguments], ("LD_PRELOAD", Shim), ("AUDITCONSOLE_ENGINE_SOCKET", SocketPath));

    private static async Task<(int Code, string Output, string Error)> RunAsync(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken);
        var error = process.StandardError.ReadToEndAsync(CancellationToken);
        await process.WaitForExitAsync(CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
