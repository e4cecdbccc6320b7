using System.Globalization;
using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>Has the kernel itself record every request of a process that is as long as an AUDIT_SET. An AUDIT_GET has no status behind its header.</summary>
internal sealed class SetWatch : IAsyncDisposable
{
    private const string Key = "audit-set";
    private readonly RecordLog _log = new();
    private readonly string[] _rule;

    private SetWatch(int pid, int descriptor) => _rule =
    [
        "always,exit", "-F", "arch=b64", "-S", "sendto", "-F", $"pid={pid}", "-F", $"a0={descriptor}",
        "-F", $"a2>={NetlinkHeader.Size + AuditStatus.MinimumSize}", "-k", Key,
    ];

    public static async Task<SetWatch> StartAsync(int pid)
    {
        var watch = new SetWatch(pid, AuditSocketOf(pid));
        await Auditctl.RunAsync(["-a", .. watch._rule]);
        return watch;
    }

    /// <summary>How many it sent, up to the record that contains a text.</summary>
    public async Task<int> SetsBeforeAsync(string text) =>
        (await _log.BeforeAsync(text)).Count(record => record.Type == AuditMessageType.Syscall && record.Field("key") == Key);

    public async ValueTask DisposeAsync()
    {
        await Auditctl.RunAsync(["-d", .. _rule]);
        await _log.DisposeAsync();
    }

    // Columns of /proc/net/netlink: sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode; audit is protocol 9.
    private static int AuditSocketOf(int pid)
    {
        var sockets = File.ReadLines("/proc/net/netlink")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[1] == "9")
            .Select(columns => $"socket:[{columns[9]}]")
            .ToHashSet(StringComparer.Ordinal);
        var descriptor = Directory.EnumerateFiles($"/proc/{pid}/fd").Single(f => sockets.Contains(new FileInfo(f).LinkTarget ?? ""));
        return int.Parse(Path.GetFileName(descriptor), CultureInfo.InvariantCulture);
    }
}
