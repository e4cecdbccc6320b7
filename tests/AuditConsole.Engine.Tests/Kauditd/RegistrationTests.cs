using System.Buffers.Binary;
using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Kauditd;

public sealed class RegistrationTests : IAsyncDisposable
{
    private static readonly uint s_pid = (uint)Environment.ProcessId;
    private readonly ManualTimeProvider _clock = new();
    private readonly AuditEngine _engine;
    private readonly ControlSession _auditd;
    private readonly ControlSession _other;

    public RegistrationTests()
    {
        _engine = new AuditEngine(new AuditEngineOptions(), _clock);
        _auditd = new ControlSession(_engine);
        _other = new ControlSession(_engine);
    }

    public async ValueTask DisposeAsync()
    {
        await _auditd.DisposeAsync();
        await _other.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Set_OwnPid_AcknowledgedBeforeItsRecordIsDelivered()
    {
        Assert.Equal(0, await _auditd.SetAsync(AuditStatusMask.Pid, s_pid));

        Assert.Equal(s_pid, (await _other.GetAsync()).Pid);
        Assert.Empty(await _auditd.ReceiveAllAsync());
        _engine.Drain(int.MaxValue);
        var datagram = Assert.Single(await _auditd.ReceiveAllAsync());
        var header = NetlinkHeader.Read(datagram);
        Assert.Equal((AuditMessageType.ConfigChange, (uint)datagram.Length - NetlinkHeader.Size), (header.Type, header.Length));
    }

    [Fact]
    public async Task Set_SecondAuditdWhileTheFirstLives_FirstIsAskedAndSecondRefused()
    {
        await _auditd.SetAsync(AuditStatusMask.Pid, s_pid);

        Assert.Equal(-Errno.Exists, await _other.SetAsync(AuditStatusMask.Pid, s_pid));

        var question = Assert.Single(await _auditd.ReceiveAllAsync());
        Assert.Equal(AuditMessageType.Replace, NetlinkHeader.Read(question).Type);
        Assert.Equal(s_pid, BinaryPrimitives.ReadUInt32LittleEndian(question.AsSpan(NetlinkHeader.Size)));
        Assert.Equal(
            $"op=set audit_pid={s_pid} old={s_pid} auid=4294967295 ses=4294967295 res=0", _engine.TakeAll()[^1].Text);
    }

    [Fact]
    public async Task Set_SecondAuditdAfterTheFirstsSocketHasGone_TakesItsPlace()
    {
        await _auditd.SetAsync(AuditStatusMask.Pid, s_pid);
        await _auditd.DisposeAsync();
        Assert.Equal(s_pid, (await _other.GetAsync()).Pid);

        Assert.Equal(0, await _other.SetAsync(AuditStatusMask.Pid, s_pid));

        _engine.Drain(int.MaxValue);
        Assert.Equal(2, (await _other.ReceiveAllAsync()).Count);
    }

    [Fact]
    public async Task Pass_AuditdHasGone_EndsTheRegistration()
    {
        await _auditd.SetAsync(AuditStatusMask.Pid, s_pid);
        await _auditd.DisposeAsync();

        _engine.Drain(int.MaxValue);

        Assert.Equal(0u, (await _other.GetAsync()).Pid);
    }

    [Fact]
    public async Task Set_PidZeroByAuditd_EndsTheRegistration()
    {
        await _auditd.SetAsync(AuditStatusMask.Pid, s_pid);

        var replies = await _auditd.AskAsync(AuditMessageType.Set, ControlSession.Status(AuditStatusMask.Pid));

        Assert.Equal([AuditMessageType.Replace, AuditMessageType.Error], replies.Select(reply => reply.Header.Type));
        Assert.Equal(0u, (await _other.GetAsync()).Pid);
    }

    [Fact]
    public async Task Set_PidWhileLocked_IsNotRefused()
    {
        await _other.SetAsync(AuditStatusMask.Enabled, 2);

        Assert.Equal(0, await _auditd.SetAsync(AuditStatusMask.Pid, s_pid));
    }
}
