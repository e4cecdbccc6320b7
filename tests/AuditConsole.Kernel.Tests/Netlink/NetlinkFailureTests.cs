using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Tests.Netlink;

public sealed class NetlinkFailureTests
{
    public static TheoryData<int, int, string, string> Failures => new()
    {
        { (int)NetlinkStep.Socket, Errno.ProtocolNotSupported, "socket() failed with EPROTONOSUPPORT", "audit=0" },
        { (int)NetlinkStep.Socket, Errno.OperationNotPermitted, "socket() failed with EPERM", "seccomp profile" },
        { (int)NetlinkStep.Socket, Errno.AddressFamilyNotSupported, "socket() failed with EAFNOSUPPORT", "RestrictAddressFamilies=" },
        { (int)NetlinkStep.EventFd, 24, "eventfd() failed with errno 24 (Too many open files)", "LimitNOFILE=" },
        { (int)NetlinkStep.Bind, Errno.OperationNotPermitted, "bind() failed with EPERM", "CAP_AUDIT_READ" },
        { (int)NetlinkStep.SetSocketOption, 99, "setsockopt() failed with errno 99", "uname -r" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_OfAStep_NamesTheCallTheErrnoAndTheRemedy(int step, int errno, string call, string remedy)
    {
        var failure = NetlinkFailure.Of((NetlinkStep)step, errno);

        Assert.Equal(errno, failure.Errno);
        Assert.Contains(call, failure.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
    }
}
