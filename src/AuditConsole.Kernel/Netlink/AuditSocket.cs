using System.Runtime.InteropServices;

namespace AuditConsole.Kernel.Netlink;

/// <summary>What both kinds of socket of the audit netlink family have in common.</summary>
internal static class AuditSocket
{
    /// <summary>Opens a socket and binds it to a port id that the kernel chooses.</summary>
    public static NetlinkHandle Open(uint groups, int receiveBuffer)
    {
        var socket = LibC.Socket(LibC.AfNetlink, LibC.SockRaw | LibC.SockCloseOnExec, LibC.NetlinkAudit);
        try
        {
            Check(NetlinkStep.Socket, failed: socket.IsInvalid);
            Check(NetlinkStep.SetSocketOption, LibC.SetSocketOption(socket, LibC.SolSocket, LibC.SoReceiveBuffer, receiveBuffer, sizeof(int)) < 0);
            var address = new NetlinkAddress { Family = LibC.AfNetlink, Groups = groups };
            Check(NetlinkStep.Bind, LibC.Bind(socket, address, NetlinkAddress.Size) < 0);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static int Send(NetlinkHandle socket, ReadOnlySpan<byte> datagram)
    {
        var kernel = new NetlinkAddress { Family = LibC.AfNetlink };
        return LibC.SendTo(socket, datagram, datagram.Length, 0, kernel, NetlinkAddress.Size) < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>Receives with MSG_TRUNC added: the kernel then returns the datagram's own length, not that of the part that fitted.</summary>
    public static ReceivedDatagram Receive(NetlinkHandle socket, Span<byte> buffer, int flags)
    {
        var from = default(NetlinkAddress);
        var fromLength = NetlinkAddress.Size;
        var length = LibC.ReceiveFrom(socket, buffer, buffer.Length, flags | LibC.MsgTrunc, ref from, ref fromLength);
        return length < 0
            ? new ReceivedDatagram(Marshal.GetLastPInvokeError(), 0, 0, Woken: false)
            : new ReceivedDatagram(0, (int)length, from.PortId, Woken: false);
    }

    public static void Check(NetlinkStep step, bool failed)
    {
        if (failed)
        {
            throw NetlinkFailure.Of(step, Marshal.GetLastPInvokeError());
        }
    }
}
