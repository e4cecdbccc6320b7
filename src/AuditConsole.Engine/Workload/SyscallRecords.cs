using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Workload;

/// <summary>Texts of records as a host with a few watches writes them, in the order in which events bring them.</summary>
internal static class SyscallRecords
{
    private static readonly (AuditMessageType Type, ReadOnlyMemory<byte> Text)[] s_records =
    [
        .. Event(257, "openat", 2114, "sshd", "/usr/sbin/sshd", "73736864"),
        .. Event(59, "execve", 30871, "ls", "/usr/bin/ls", "6C73002D6C61"),
        .. Event(87, "unlink", 1422, "logrotate", "/usr/sbin/logrotate", "6C6F67726F74617465"),
        .. Event(82, "rename", 988, "dpkg", "/usr/bin/dpkg", "64706B67002D69"),
        .. Event(90, "chmod", 30902, "install", "/usr/bin/install", "696E7374616C6C"),
    ];

    /// <summary>The record at a place in the endless round.</summary>
    public static (AuditMessageType Type, ReadOnlyMemory<byte> Text) At(long place) => s_records[place % s_records.Length];

    private static (AuditMessageType Type, ReadOnlyMemory<byte> Text)[] Event(int syscall, string name, int pid, string comm, string exe, string title) =>
    [
        (AuditMessageType.Syscall,
            Utf8($"arch=c000003e syscall={syscall} success=yes exit=0 a0=7ffd3c1e a1=0 a2=0 a3=0 items=1 ppid=1 pid={pid} auid=1000 uid=0 gid=0 euid=0 "
            + $"suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=(none) ses=3 comm=\"{comm}\" exe=\"{exe}\" key=\"watch-{name}\"")),
        (AuditMessageType.ProcessTitle, Utf8($"proctitle={title}")),
        (AuditMessageType.EndOfEvent, default),
    ];

    private static ReadOnlyMemory<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
