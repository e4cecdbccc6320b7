using System.Collections.Frozen;
using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Records;

/// <summary>Names of record types, as <c>ausearch</c> prints them.</summary>
/// <remarks>Source: <c>include/uapi/linux/audit.h</c> and, for the types of programs, <c>audit-records.h</c> of audit-userspace.</remarks>
internal static class RecordTypes
{
    private static readonly FrozenDictionary<int, string> s_names = new Dictionary<int, string>
    {
        [1005] = "USER",
        [1100] = "USER_AUTH",
        [1101] = "USER_ACCT",
        [1103] = "CRED_ACQ",
        [1104] = "CRED_DISP",
        [1105] = "USER_START",
        [1106] = "USER_END",
        [1107] = "USER_AVC",
        [1110] = "CRED_REFR",
        [1112] = "USER_LOGIN",
        [1121] = "TRUSTED_APP",
        [1123] = "USER_CMD",
        [1124] = "USER_TTY",
        [1130] = "SERVICE_START",
        [1131] = "SERVICE_STOP",
        [1300] = "SYSCALL",
        [1302] = "PATH",
        [1303] = "IPC",
        [1304] = "SOCKETCALL",
        [1305] = "CONFIG_CHANGE",
        [1306] = "SOCKADDR",
        [1307] = "CWD",
        [1309] = "EXECVE",
        [1311] = "IPC_SET_PERM",
        [1312] = "MQ_OPEN",
        [1313] = "MQ_SENDRECV",
        [1314] = "MQ_NOTIFY",
        [1315] = "MQ_GETSETATTR",
        [1316] = "KERNEL_OTHER",
        [1317] = "FD_PAIR",
        [1318] = "OBJ_PID",
        [1319] = "TTY",
        [1320] = "EOE",
        [1321] = "BPRM_FCAPS",
        [1322] = "CAPSET",
        [1323] = "MMAP",
        [1324] = "NETFILTER_PKT",
        [1325] = "NETFILTER_CFG",
        [1326] = "SECCOMP",
        [1327] = "PROCTITLE",
        [1328] = "FEATURE_CHANGE",
        [1329] = "REPLACE",
        [1330] = "KERN_MODULE",
        [1331] = "FANOTIFY",
        [1334] = "BPF",
        [1335] = "EVENT_LISTENER",
        [1336] = "URINGOP",
        [1337] = "OPENAT2",
        [1400] = "AVC",
        [1401] = "SELINUX_ERR",
        [2000] = "KERNEL",
    }.ToFrozenDictionary();

    public static string NameOf(AuditMessageType type) =>
        s_names.TryGetValue((int)type, out var name) ? name : string.Create(CultureInfo.InvariantCulture, $"UNKNOWN[{(int)type}]");
}
