namespace AuditConsole.Protocol;

/// <summary>Names and meanings of the errno values the audit subsystem answers with.</summary>
/// <remarks>Source: <c>include/uapi/asm-generic/errno.h</c>; the meanings are those of <c>audit_netlink_ok</c> and <c>audit_receive_msg</c>.</remarks>
public static class Errno
{
    /// <summary>EPERM.</summary>
    public const int OperationNotPermitted = 1;

    /// <summary>ENOENT.</summary>
    public const int NoEntry = 2;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>EAGAIN.</summary>
    public const int TryAgain = 11;

    /// <summary>EACCES.</summary>
    public const int AccessDenied = 13;

    /// <summary>EEXIST.</summary>
    public const int Exists = 17;

    /// <summary>EINVAL.</summary>
    public const int InvalidArgument = 22;

    /// <summary>EPROTONOSUPPORT.</summary>
    public const int ProtocolNotSupported = 93;

    /// <summary>EOPNOTSUPP.</summary>
    public const int OperationNotSupported = 95;

    /// <summary>EAFNOSUPPORT.</summary>
    public const int AddressFamilyNotSupported = 97;

    /// <summary>ENOBUFS.</summary>
    public const int NoBufferSpace = 105;

    /// <summary>ECONNREFUSED.</summary>
    public const int ConnectionRefused = 111;

    /// <summary>The symbolic name, or the number where it has none here.</summary>
    public static string Name(int errno) => errno switch
    {
        OperationNotPermitted => "EPERM",
        NoEntry => "ENOENT",
        Interrupted => "EINTR",
        TryAgain => "EAGAIN",
        AccessDenied => "EACCES",
        Exists => "EEXIST",
        InvalidArgument => "EINVAL",
        ProtocolNotSupported => "EPROTONOSUPPORT",
        OperationNotSupported => "EOPNOTSUPP",
        AddressFamilyNotSupported => "EAFNOSUPPORT",
        NoBufferSpace => "ENOBUFS",
        ConnectionRefused => "ECONNREFUSED",
        _ => $"errno {errno}",
    };

    /// <summary>What the value means when the audit subsystem answers with it, as one sentence.</summary>
    public static string Meaning(int errno) => errno switch
    {
        OperationNotPermitted =>
            "The caller needs CAP_AUDIT_CONTROL in the initial pid namespace; while the configuration is locked (enabled 2) values cannot change until the next boot.",
        NoEntry => "There is no such rule.",
        AccessDenied => "Another process is the registered auditd.",
        Exists => "An auditd is registered already.",
        InvalidArgument => "The value is out of range, or this kernel does not know the field.",
        ProtocolNotSupported => "The kernel has no audit subsystem, or was booted with audit=0.",
        OperationNotSupported => "This kernel no longer knows the request.",
        NoBufferSpace => "The socket's receive buffer overflowed, so a reply was dropped.",
        ConnectionRefused => "The caller is in a user namespace; the kernel pretends there that it has no audit subsystem.",
        _ => "The kernel gave no further reason.",
    };
}
