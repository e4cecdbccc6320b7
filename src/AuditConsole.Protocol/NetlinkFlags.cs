namespace AuditConsole.Protocol;

/// <summary>Flags of a netlink header.</summary>
/// <remarks>Source: <c>include/uapi/linux/netlink.h</c>.</remarks>
[Flags]
public enum NetlinkFlags : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary><c>NLM_F_REQUEST</c>.</summary>
    Request = 0x001,

    /// <summary><c>NLM_F_MULTI</c>: more parts follow, up to <c>NLMSG_DONE</c>.</summary>
    Multi = 0x002,

    /// <summary><c>NLM_F_ACK</c>: acknowledge even when the result is zero.</summary>
    Ack = 0x004,

    /// <summary><c>NLM_F_CAPPED</c>: the acknowledgement does not repeat the request's payload.</summary>
    Capped = 0x100,

    /// <summary><c>NLM_F_ACK_TLVS</c>: attributes follow the repeated request.</summary>
    AckTlvs = 0x200,
}
