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
        var socket = LibC.Socket(LibC.AfNetlink, LibC.SockRaw | LibC.SockCloseOnExec, LibC.NetlinkAudit);
        NetlinkHandle? wake = null;
        try
        {
            Check(NetlinkStep.Socket, failed: socket.IsInvalid);
            wake = LibC.EventFd(0, LibC.EventFdCloseOnExec);
            Check(NetlinkStep.EventFd, failed: wake.IsInvalid);
            Check(NetlinkStep.SetSocketOption, LibC.SetSocketOption(socket, LibC.SolSocket, LibC.SoReceiveBuffer, receiveBuffer, sizeof(int)) < 0);
            var address = new NetlinkAddress { Family = LibC.AfNetlink, Groups = groups };
            Check(NetlinkStep.Bind, LibC.Bind(socket, address, NetlinkAddress.Size) < 0);
            return new NetlinkSocket(socket, wake);
        }
        catch
        {
            wake?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    public int Send(ReadOnlySpan<byte> datagram)
    {
        var kernel = new NetlinkAddress { Family = LibC.AfNetlink };
        return LibC.SendTo(_socket, datagram, datagram.Length, 0, kernel, NetlinkAddress.Size) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    public ReceivedDatagram Receive(Span<byte> buffer)
    {
        if (WaitForInput(out var woken) is not 0 and var errno)
        {
            return new ReceivedDatagram(errno, 0, 0, Woken: false);
        }

        if (woken)
        {
            return new ReceivedDatagram(0, 0, 0, Woken: true);
        }

        var from = default(NetlinkAddress);
        var fromLength = NetlinkAddress.Size;

        // With MSG_TRUNC the kernel returns the datagram's own length, not that of the part that fitted.
        var length = LibC.ReceiveFrom(_socket, buffer, buffer.Length, LibC.MsgDontWait | LibC.MsgTrunc, ref from, ref fromLength);
        return length < 0
            ? new ReceivedDatagram(Marshal.GetLastPInvokeError(), 0, 0, Woken: false)
            : new ReceivedDatagram(0, (int)length, from.PortId, Woken: false);
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

    private static void Check(NetlinkStep step, bool failed)
    {
        if (failed)
        {
            throw NetlinkFailure.Of(step, Marshal.GetLastPInvokeError());
        }
    }
}
