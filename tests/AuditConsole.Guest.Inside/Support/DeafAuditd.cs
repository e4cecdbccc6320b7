using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>A registered auditd that never reads, so that kauditd waits for it with each record once its buffer is full.</summary>
internal sealed class DeafAuditd : IDisposable
{
    private const int SmallestBuffer = 2048;
    private readonly NetlinkSocket _socket = NetlinkSocket.Open(groups: 0, SmallestBuffer);

    public DeafAuditd()
    {
        var status = new AuditStatus { Mask = AuditStatusMask.Pid, Pid = (uint)Environment.ProcessId };
        var request = NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 1, status.ToBytes(AuditStatus.PatchedSize));
        Assert.Equal(0, _socket.Send(request));
    }

    /// <summary>Closes the socket; kauditd then finds nobody there and ends the registration itself.</summary>
    public void Dispose() => _socket.Dispose();
}
