using System.Runtime.InteropServices;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Netlink;

/// <summary>A call on the way to the kernel that can fail.</summary>
internal enum NetlinkStep
{
    Socket,
    EventFd,
    SetSocketOption,
    SetReceiveTimeout,
    Bind,
    Send,
    Receive,
}

/// <summary>Turns a failed call into an exception that says which call, why, and what to do.</summary>
internal static class NetlinkFailure
{
    private const int TooManyFilesInSystem = 23;
    private const int TooManyFiles = 24;

    public static AuditUnavailableException Of(NetlinkStep step, int errno) =>
        new($"{Call(step)} failed with {Errno.Name(errno)} ({Marshal.GetPInvokeErrorMessage(errno)}). {Remedy(step, errno)}", errno);

    private static string Call(NetlinkStep step) => step switch
    {
        NetlinkStep.Socket => "Opening the audit netlink socket: socket()",
        NetlinkStep.EventFd => "Opening the audit netlink socket: eventfd()",
        NetlinkStep.SetSocketOption => "Sizing the audit netlink socket's receive buffer: setsockopt()",
        NetlinkStep.SetReceiveTimeout => "Bounding the wait for an answer on the audit netlink socket: setsockopt()",
        NetlinkStep.Bind => "Binding the audit netlink socket: bind()",
        NetlinkStep.Send => "Handing a request to the kernel: sendto()",
        NetlinkStep.Receive => "Reading an answer of the kernel: recvfrom()",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step of a netlink exchange."),
    };

    private static string Remedy(NetlinkStep step, int errno) => (step, errno) switch
    {
        (NetlinkStep.Socket, Errno.ProtocolNotSupported) =>
            "The kernel has no audit subsystem: it was built without CONFIG_AUDIT or booted with audit=0. Take audit=0 off the kernel command line and reboot.",
        (NetlinkStep.Socket, Errno.OperationNotPermitted or Errno.AccessDenied) =>
            "A seccomp filter or security module forbids audit netlink sockets. Allow them: a container needs a seccomp profile that permits socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT).",
        (NetlinkStep.Socket, Errno.AddressFamilyNotSupported) =>
            "The address family AF_NETLINK is filtered. In the systemd unit, add AF_NETLINK to RestrictAddressFamilies=.",
        (_, TooManyFiles) => "This process has too many open files. Raise LimitNOFILE= in the systemd unit, or ulimit -n.",
        (_, TooManyFilesInSystem) => "The machine has too many open files. Raise the sysctl fs.file-max.",
        (NetlinkStep.Bind, Errno.OperationNotPermitted) =>
            "Joining the readlog group needs CAP_AUDIT_READ. In the systemd unit: AmbientCapabilities=CAP_AUDIT_READ.",
        (NetlinkStep.Receive, Errno.NoBufferSpace) =>
            "The socket's receive buffer overflowed, so at least one datagram was dropped. Raise the sysctl net.core.rmem_max and restart the console.",
        (NetlinkStep.Send, Errno.NoBufferSpace) => "The kernel had no memory for the request. Free memory on this machine; the request can be repeated.",
        (NetlinkStep.Send, Errno.ConnectionRefused) =>
            "Nobody listens at the kernel's end: it has no audit subsystem. Take audit=0 off the kernel command line and reboot.",
        _ => "Restart the console; should it fail again, report this line with the kernel's release (uname -r).",
    };
}
