using System.Runtime.InteropServices;
using AuditConsole.Protocol;
using Microsoft.Win32.SafeHandles;

namespace AuditConsole.Conformance.Subjects;

/// <summary>A socket of the audit netlink family with nothing between the test and the kernel: no thread, no buffer, no retry.</summary>
/// <remarks>Source of the numbers: <c>include/uapi/linux/netlink.h</c>, <c>asm-generic/socket.h</c>.</remarks>
internal sealed partial class KernelSocket : IAuditSocket
{
    private const int AfNetlink = 16;
    private const int RawCloseOnExec = 0x80003;
    private const int NetlinkAudit = 9;
    private const int SolSocket = 1;
    private const int ReceiveBuffer = 8;
    private const int ReceiveBufferForce = 33;
    private const int SolNetlink = 270;
    private const int CapAck = 10;
    private const int DoNotWait = 0x40;
    private const int LargestDatagram = 65536;

    private readonly SafeFileHandle _socket;
    private readonly byte[] _buffer = new byte[LargestDatagram];

    public KernelSocket(SocketOptions options)
    {
        _socket = new SafeFileHandle(Socket(AfNetlink, RawCloseOnExec, NetlinkAudit), ownsHandle: true);
        Check(_socket.IsInvalid ? -1 : 0);

        // The kernel doubles what it is asked for; the force needs a capability and goes beyond the machine's limit.
        var half = options.ReceiveBuffer / 2;
        if (SetSocketOption(_socket, SolSocket, ReceiveBufferForce, half, sizeof(int)) < 0)
        {
            Check(SetSocketOption(_socket, SolSocket, ReceiveBuffer, half, sizeof(int)));
        }

        if (options.CapAck)
        {
            Check(SetSocketOption(_socket, SolNetlink, CapAck, 1, sizeof(int)));
        }

        Span<uint> address = [AfNetlink, 0, options.ReadLog ? 1u : 0];
        Check(Bind(_socket, address, address.Length * sizeof(uint)));
    }

    // A sender can be held by the kernel, uninterruptibly; that must not hold the test's own thread.
    public Task SendAsync(ReadOnlyMemory<byte> datagram) => Task.Run(() => Check((int)Send(_socket, datagram.Span, datagram.Length, 0)));

    public byte[]? TryReceive()
    {
        var length = Receive(_socket, _buffer, _buffer.Length, DoNotWait);
        if (length >= 0)
        {
            return _buffer[..(int)length];
        }

        return Marshal.GetLastPInvokeError() == Errno.TryAgain ? null : throw Failure();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw Failure();
        }
    }

    private static AuditUnavailableException Failure()
    {
        var errno = Marshal.GetLastPInvokeError();
        return new AuditUnavailableException($"The audit socket failed: {Marshal.GetPInvokeErrorMessage(errno)} ({errno}).", errno);
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial nint Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(SafeFileHandle socket, Span<uint> address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOption(SafeFileHandle socket, int level, int name, in int value, int length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(SafeFileHandle socket, ReadOnlySpan<byte> data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Receive(SafeFileHandle socket, Span<byte> buffer, nint length, int flags);
}
