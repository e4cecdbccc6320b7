using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Netlink;

/// <summary>A socket of the audit netlink family, bound to a port id that the kernel chose.</summary>
/// <remarks>Sending, receiving, waking and disposing may happen at once, each on a thread of its own.</remarks>
internal sealed class NetlinkSocket : INetlinkSocket
{
    private readonly NetlinkHandle _socket;
    private readonly NetlinkHandle _wake;

    private NetlinkSocket(NetlinkHandle socket, NetlinkHandle wake)
    {
        _socket = socket;
        _wake = wake;
    }

    /// <param name="groups">Bits of the multicast groups to join; 1 is <c>AUDIT_NLGRP_READLOG</c>.</param>
    /// <param name="receiveBuffer">Bytes of receive buffer to ask for; the kernel gives at most <c>net.core.rmem_max</c>.</param>
    public static NetlinkSocket Open(uint groups, int receiveBuffer)
    {
        var socket = AuditSocket.Open(groups, receiveBuffer);
        var wake = LibC.EventFd(0, LibC.EventFdCloseOnExec);
        try
        {
            AuditSocket.Check(NetlinkStep.EventFd, failed: wake.IsInvalid);
            return new NetlinkSocket(socket, wake);
        }
        catch
        {
            wake.Dispose();
            socket.Dispose();
            throw;
        }
    }

    public int Send(ReadOnlySpan<byte> datagram) => AuditSocket.Send(_socket, datagram);

    public ReceivedDatagram Receive(Span<byte> buffer)
    {
        if (WaitForInput(out var woken) is not 0 and var errno)
        {
            return new ReceivedDatagram(errno, 0, 0, Woken: false);
        }

        return woken ? new ReceivedDatagram(0, 0, 0, Woken: true) : AuditSocket.Receive(_socket, buffer, LibC.MsgDontWait);
    }

    public void Wake() => _ = LibC.Write(_wake, 1UL, sizeof(ulong));

    /// <summary>Closes both descriptors as soon as no call is inside them; a send that the kernel holds closes its own on return.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _wake.Dispose();
    }

    private int WaitForInput(out bool woken)
    {
        var socketHeld = false;
        var wakeHeld = false;
        woken = false;
        try
        {
            _socket.DangerousAddRef(ref socketHeld);
            _wake.DangerousAddRef(ref wakeHeld);
            Span<PollEntry> entries =
            [
                new PollEntry { Descriptor = (int)_socket.DangerousGetHandle(), Events = LibC.PollIn },
                new PollEntry { Descriptor = (int)_wake.DangerousGetHandle(), Events = LibC.PollIn },
            ];
            if (LibC.Poll(entries, (nuint)entries.Length, timeoutMilliseconds: -1) < 0)
            {
                return Marshal.GetLastPInvokeError();
            }

            woken = entries[1].Returned != 0;
            return 0;
        }
        finally
        {
            if (socketHeld)
            {
                _socket.DangerousRelease();
            }

            if (wakeHeld)
            {
                _wake.DangerousRelease();
            }
        }
    }
}
