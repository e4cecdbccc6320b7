using System.Net.Sockets;
using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Processes.Tests;

/// <summary>The console's engine as another program on the machine meets it.</summary>
public sealed class EngineSocketTests : IDisposable
{
    private readonly TemporaryFolder _state = new();

    private string SocketPath => Path.Combine(_state.Path, "engine.socket");

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Flood_ThroughTheSocket_IsTheMarkOfTheConsole()
    {
        const int Records = 2000;
        await using var console = await ConsoleProcess.StartEngineAsync(
            _state.Path, $"--AuditConsole:Engine:Socket={SocketPath}", "--AuditConsole:Engine:Scenario=none");
        // An auditd that does not read: kauditd soon waits for it, a tenth of a second at a time, and the records pile up.
        using var auditd = Connect(SocketPath);
        var registration = new AuditStatus { Mask = AuditStatusMask.Pid, Pid = (uint)Environment.ProcessId };
        await auditd.SendAsync(
            NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.None, 1, registration.ToBytes(AuditStatus.PatchedSize)),
            TestContext.Current.CancellationToken);
        await console.StatusAsync("engine", now => now.GetProperty("pid").GetInt32() == Environment.ProcessId);
        using var sender = Connect(SocketPath);
        var message = NetlinkMessage.Build(AuditMessageType.TrustedApp, NetlinkFlags.None, 1, "op=flood\0\0\0\0"u8);
        await sender.SendAsync(Enumerable.Repeat(message, Records).SelectMany(bytes => bytes).ToArray(), TestContext.Current.CancellationToken);

        // The limit of 64 does not bind who holds the control lock.
        var status = await console.StatusAsync("engine", now => now.GetProperty("backlog_max_depth").GetUInt32() > 64);

        Assert.InRange(status.GetProperty("backlog_max_depth").GetUInt32(), 65u, (uint)Records + 2);
    }

    [Fact]
    public async Task Start_PathOfAnotherConsole_EndsWithWhatToDo()
    {
        await using var first = await ConsoleProcess.StartEngineAsync(_state.Path, $"--AuditConsole:Engine:Socket={SocketPath}");
        using var otherState = new TemporaryFolder();

        var ended = await ConsoleProgram.RunUnderAsync(
            [],
            "--AuditConsole:Source=engine",
            $"--AuditConsole:StateDirectory={otherState.Path}",
            $"--AuditConsole:Engine:Socket={SocketPath}",
            "--urls",
            "http://127.0.0.1:0");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"Another program listens on \"{SocketPath}\"", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panic_OfTheEngine_IsSaidAndTheConsoleGoesOn()
    {
        await using var console = await ConsoleProcess.StartEngineAsync(
            _state.Path,
            $"--AuditConsole:Engine:Socket={SocketPath}",
            "--AuditConsole:Engine:Scenario=none",
            "--AuditConsole:Engine:RateLimit=5",
            "--AuditConsole:Engine:FailureMode=2");
        await console.StatusAsync("engine");
        using var sender = Connect(SocketPath);
        var message = NetlinkMessage.Build(AuditMessageType.TrustedApp, NetlinkFlags.None, 1, Encoding.ASCII.GetBytes("op=flood\0\0\0\0"));
        await sender.SendAsync(Enumerable.Repeat(message, 10).SelectMany(bytes => bytes).ToArray(), TestContext.Current.CancellationToken);

        await Eventually.HoldsAsync(
            async () => (await console.TryGetAsync("/readyz")).Body.Contains("Kernel panic - not syncing: audit: rate limit exceeded", StringComparison.Ordinal),
            "panic in /readyz");

        Assert.Equal(System.Net.HttpStatusCode.OK, (await console.TryGetAsync("/livez")).Code);
    }

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }
}
