using System.Net.Sockets;
using System.Text;
using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Connections;

/// <summary>The engine as other programs meet it, with the system's clock: the waits are the engine's own and short.</summary>
public sealed class EngineSocketTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AuditEngine _engine = new(
        new AuditEngineOptions { Enabled = 0, BacklogLimit = 50, BacklogWaitTime = 20, SendTimeout = TimeSpan.FromMilliseconds(10) }, TimeProvider.System);

    private readonly EngineSocket _socket;

    public EngineSocketTests() => _socket = new EngineSocket(_engine, SocketPath, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string SocketPath => Path.Combine(_folder.Path, "engine.socket");

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Client_OverTheSocket_ReadsSetsAndClearsAsWithAKernel()
    {
        await using var client = new AuditClient(new SocketClient(SocketPath), TimeProvider.System);
        _engine.Fill(8);
        _engine.Drain(5);

        var status = await client.GetStatusAsync(Stop);
        await client.SetAsync(AuditSetting.BacklogLimit, 500, Stop);
        var mark = await client.ReadAndClearAsync(AuditCounter.BacklogMaxDepth, Stop);

        Assert.Equal((3u, 8u, 8u), (status.Backlog, status.BacklogMaxDepth!.Value, mark));
        Assert.Equal(500u, _engine.BacklogLimit);
    }

    [Fact]
    public async Task Registration_OverTheSocket_RecordsArriveWithTheHeaderLengthOfTheKernel()
    {
        await using var auditd = new SocketClient(SocketPath);
        var ack = await auditd.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Pid, (uint)Environment.ProcessId));
        Assert.Equal(0, NetlinkAck.Parse(ack.Payload.Span).Error);
        _engine.Fill(1);

        await _engine.PassAsync(int.MaxValue, cancellationToken: Stop);

        var datagram = await auditd.ReceiveAsync(Stop);
        Assert.Equal((uint)datagram.Length - NetlinkHeader.Size, NetlinkHeader.Read(datagram.Span).Length);
        Assert.EndsWith("): record 0", Encoding.ASCII.GetString(datagram.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registration_WithAnotherProcessId_IsRefused()
    {
        await using var auditd = new SocketClient(SocketPath);

        var ack = await auditd.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Pid, 1));

        Assert.Equal(-Errno.InvalidArgument, NetlinkAck.Parse(ack.Payload.Span).Error);
    }

    [Fact]
    public async Task Flood_ByASenderWithADeafAuditd_GoesAboveTheLimitAndLosesNothing()
    {
        const int Records = 120;
        await using var auditd = new SocketClient(SocketPath);
        await auditd.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Pid, (uint)Environment.ProcessId));
        await auditd.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Enabled, 1));
        await using var sender = new SocketClient(SocketPath);
        for (var i = 0; i < Records; i++)
        {
            var ack = await sender.AskAsync(AuditMessageType.TrustedApp, "op=flood\0"u8.ToArray());
            Assert.Equal(0, NetlinkAck.Parse(ack.Payload.Span).Error);
        }

        Assert.InRange(_engine.BacklogMaxDepth, (uint)Records, Records + 2u);
        Assert.Equal((0u, 0u), (_engine.Lost, _engine.BacklogWaitTimeActual));
    }

    [Fact]
    public async Task Sender_WithTheBacklogOverTheLimit_IsAnsweredAndItsNextPacketWaitsForThePenalty()
    {
        var clock = new ManualTimeProvider();
        await using var engine = new AuditEngine(new AuditEngineOptions { BacklogLimit = 5, BacklogWaitTime = 2_000 }, clock);
        await using var socket = new EngineSocket(engine, SocketPath + ".held", TimeProvider.System);
        await using var sender = new SocketClient(SocketPath + ".held");
        engine.Fill(6);

        await sender.AskAsync(AuditMessageType.Get, flags: NetlinkFlags.Request);
        while (engine.Sleepers == 0)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        var next = sender.AskAsync(AuditMessageType.Get, flags: NetlinkFlags.Request);
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        await next;
        Assert.Equal(0u, engine.BacklogWaitTimeActual);
    }

    [Fact]
    public async Task Pass_AuditdThatDoesNotRead_FailsWithoutBeingTakenForGone()
    {
        await using var auditd = new SocketClient(SocketPath);
        await auditd.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Pid, (uint)Environment.ProcessId));
        await using var session = new ControlSession(_engine);
        await session.SetAsync(AuditStatusMask.BacklogLimit, 0);
        _engine.Fill(20_000);

        await _engine.PassAsync(int.MaxValue, cancellationToken: Stop);

        Assert.InRange(_engine.RetryBacklog, 1, 19_999);
        Assert.Equal((uint)Environment.ProcessId, (await session.GetAsync()).Pid);
    }

    [Fact]
    public async Task Pass_AuditdThatHasGone_EndsTheRegistration()
    {
        await using (var auditd = new SocketClient(SocketPath))
        {
            await auditd.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Pid, (uint)Environment.ProcessId));
        }

        await using var session = new ControlSession(_engine);
        while ((await session.GetAsync()).Pid != 0)
        {
            _engine.Fill(1);
            await _engine.PassAsync(int.MaxValue, cancellationToken: Stop);
        }
    }

    [Fact]
    public async Task ReadLog_OverItsOwnSocket_GetsEachRecord()
    {
        await using var reader = new SocketClient(SocketPath + EngineSocket.ReadLogSuffix);
        // It is in the group once it is served; a request that is answered says so.
        await reader.AskAsync(AuditMessageType.Get);
        await reader.ReceiveAsync(Stop);
        _engine.Fill(2);

        await _engine.PassAsync(int.MaxValue, cancellationToken: Stop);

        var first = await reader.ReceiveAsync(Stop);
        Assert.Equal((uint)first.Length, NetlinkHeader.Read(first.Span).Length);
        await reader.ReceiveAsync(Stop);
    }

    [Fact]
    public async Task UserRecord_OverTheSocket_NamesTheSendersProcessAndUser()
    {
        await using var client = new SocketClient(SocketPath);
        await client.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Enabled, 1));
        _engine.TakeAll();

        await client.AskAsync(AuditMessageType.TrustedApp, new byte[] { (byte)'a', 0xff, 0 });

        var text = Assert.Single(_engine.TakeAll()).Text;
        Assert.StartsWith($"pid={Environment.ProcessId} uid=", text, StringComparison.Ordinal);
        Assert.EndsWith("msg='a\ufffd'", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packets_EmptyOrDamaged_AreIgnoredAndTheNextIsAnswered()
    {
        await using var client = new SocketClient(SocketPath);
        foreach (var damaged in new byte[][] { [], [1], new byte[15], new byte[16], new byte[65_000] })
        {
            await client.SendAsync(damaged, Stop);
        }

        Assert.Equal(AuditMessageType.Get, (await client.AskAsync(AuditMessageType.Get, flags: NetlinkFlags.Request)).Header.Type);
    }

    [Fact]
    public async Task Panic_ClientsConnected_AreCutOff()
    {
        await using var client = new SocketClient(SocketPath);
        await client.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Failure, 2));
        await client.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.BacklogLimit, 1));

        Assert.Throws<EnginePanicException>(() => _engine.Fill(10));

        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await client.ReceiveAsync(Stop));
    }

    [Fact]
    public async Task Constructor_PathInUse_SaysSo()
    {
        var e = Assert.Throws<IOException>(() => new EngineSocket(_engine, SocketPath, TimeProvider.System));

        Assert.Contains("Another program listens", e.Message, StringComparison.Ordinal);
        await using var client = new SocketClient(SocketPath);
    }

    [Fact]
    public async Task Constructor_SocketThatACrashLeft_IsReplaced()
    {
        var path = Path.Combine(_folder.Path, "left.socket");
        using (var crashed = new Socket(
            AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified))
        {
            // Closing removes the file it was bound to, so that is not there under its name any more.
            crashed.Bind(new UnixDomainSocketEndPoint(path + ".bound"));
            File.Move(path + ".bound", path);
        }

        Assert.True(File.Exists(path));
        await using var socket = new EngineSocket(_engine, path, TimeProvider.System);
        await using var client = new SocketClient(path);
    }

    [Theory]
    [InlineData("engine.socket", "not an absolute path")]
    [InlineData("/no/such/folder/engine.socket", "does not exist")]
    [InlineData("/tmp/", "is a folder")]
    public void Constructor_PathThatCannotBe_SaysWhy(string path, string why) => Assert.Contains(
        why, Assert.Throws<ArgumentException>(() => new EngineSocket(_engine, path, TimeProvider.System)).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_FileThatIsNoSocket_IsLeftAlone()
    {
        var path = Path.Combine(_folder.Path, "notes.txt");
        File.WriteAllText(path, "mine");

        Assert.ThrowsAny<IOException>(() => new EngineSocket(_engine, path, TimeProvider.System));

        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public async Task Dispose_RemovesBothSocketsAndOthersCannotConnect()
    {
        await _socket.DisposeAsync();

        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Socket_ModeOfItsFile_IsItsOwnersAlone()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SocketPath));
        }
    }
}
