namespace AuditConsole.Protocol;

/// <summary>Message types of the audit netlink family that this console reads or writes.</summary>
/// <remarks>Source: <c>include/uapi/linux/audit.h</c> and <c>include/uapi/linux/netlink.h</c>.</remarks>
public enum AuditMessageType : ushort
{
    /// <summary>No message; the value of an unset field.</summary>
    None = 0,

    /// <summary><c>NLMSG_ERROR</c>: an acknowledgement, whatever its error says.</summary>
    Error = 2,

    /// <summary><c>NLMSG_DONE</c>: the end of a multi-part reply.</summary>
    Done = 3,

    /// <summary><c>AUDIT_GET</c>: ask for the status, and the type of the answer.</summary>
    Get = 1000,

    /// <summary><c>AUDIT_SET</c>: change one field of the status, or read and clear one counter.</summary>
    Set = 1001,

    /// <summary><c>AUDIT_LIST</c>: no longer supported.</summary>
    LegacyList = 1002,

    /// <summary><c>AUDIT_ADD</c>: no longer supported.</summary>
    LegacyAdd = 1003,

    /// <summary><c>AUDIT_DEL</c>: no longer supported.</summary>
    LegacyDelete = 1004,

    /// <summary><c>AUDIT_SIGNAL_INFO</c>: who sent auditd a signal.</summary>
    SignalInfo = 1010,

    /// <summary><c>AUDIT_ADD_RULE</c>.</summary>
    AddRule = 1011,

    /// <summary><c>AUDIT_DEL_RULE</c>.</summary>
    DeleteRule = 1012,

    /// <summary><c>AUDIT_LIST_RULES</c>, and the type of each rule in the answer.</summary>
    ListRules = 1013,

    /// <summary><c>AUDIT_TRIM</c>: let go of watched trees that are gone.</summary>
    Trim = 1014,

    /// <summary><c>AUDIT_MAKE_EQUIV</c>: watch a tree as another one is watched.</summary>
    MakeEquivalent = 1015,

    /// <summary><c>AUDIT_TTY_GET</c>.</summary>
    TtyGet = 1016,

    /// <summary><c>AUDIT_TTY_SET</c>.</summary>
    TtySet = 1017,

    /// <summary><c>AUDIT_SET_FEATURE</c>.</summary>
    SetFeature = 1018,

    /// <summary><c>AUDIT_GET_FEATURE</c>.</summary>
    GetFeature = 1019,

    /// <summary><c>AUDIT_USER</c>: a text record handed in by a program with CAP_AUDIT_WRITE.</summary>
    User = 1005,

    /// <summary><c>AUDIT_USYS_CONFIG</c>: a program changed the system's configuration and says who asked for it.</summary>
    UserSystemConfig = 1111,

    /// <summary><c>AUDIT_TRUSTED_APP</c>: a free-form record of a trusted program, in the user message range.</summary>
    TrustedApp = 1121,

    /// <summary><c>AUDIT_SYSCALL</c>.</summary>
    Syscall = 1300,

    /// <summary><c>AUDIT_CONFIG_CHANGE</c>: somebody changed or cleared a field of the status.</summary>
    ConfigChange = 1305,

    /// <summary><c>AUDIT_EOE</c>: the end of a multi-record event.</summary>
    EndOfEvent = 1320,

    /// <summary><c>AUDIT_PROCTITLE</c>.</summary>
    ProcessTitle = 1327,

    /// <summary><c>AUDIT_FEATURE_CHANGE</c>: somebody changed or locked a feature.</summary>
    FeatureChange = 1328,

    /// <summary><c>AUDIT_REPLACE</c>: asks a registered auditd whether it is alive.</summary>
    Replace = 1329,

    /// <summary><c>AUDIT_EVENT_LISTENER</c>: a program joined or left the READLOG multicast group.</summary>
    EventListener = 1335,

    /// <summary><c>AUDIT_KERNEL</c>: the audit subsystem says something of itself, such as that it has started.</summary>
    Kernel = 2000,
}
