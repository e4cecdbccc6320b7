using AuditConsole.Protocol;

namespace AuditConsole.Guest.Inside.Support;

/// <summary>Has the kernel itself record every request of a process that is as long as an AUDIT_SET. An AUDIT_GET has no status behind its header.</summary>
internal sealed class SetWatch : IAsyncDisposable
{
    private const string Key = "audit-set";
    private readonly RecordLog _log = new();
    private readonly IReadOnlyList<string[]> _rules;

    private SetWatch(IReadOnlyList<string[]> rules) => _rules = rules;

    public static async Task<SetWatch> StartAsync(int pid)
    {
        var watch = new SetWatch([.. AuditSocketsOf(pid).Select(descriptor => Rule(pid, descriptor))]);
        foreach (var rule in watch._rules)
        {
            await Auditctl.RunAsync(["-a", .. rule]);
        }

        return watch;
    }

    /// <summary>How many it sent, up to the record that contains a text.</summary>
    public async Task<int> SetsBeforeAsync(string text) =>
        (await _log.BeforeAsync(text)).Count(record => record.Type == AuditMessageType.Syscall && record.Field("key") == Key);

    public async ValueTask DisposeAsync()
    {
        foreach (var rule in _rules)
        {
            await Auditctl.RunAsync(["-d", .. rule]);
        }

        await _log.DisposeAsync();
    }

    private static string[] Rule(int pid, string descriptor) =>
    [
        "always,exit", "-F", "arch=b64", "-S", "sendto", "-F", $"pid={pid}", "-F", $"a0={descriptor}",
        "-F", $"a2>={NetlinkHeader.Size + AuditStatus.MinimumSize}", "-k", Key,
    ];

    // Columns of /proc/net/netlink: sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode; audit is protocol 9.
    private static IEnumerable<string> AuditSocketsOf(int pid)
    {
        var sockets = File.ReadLines("/proc/net/netlink")
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[1] == "9")
            .Select(columns => $"socket:[{columns[9]}]")
            .ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles($"/proc/{pid}/fd").Where(f => sockets.Contains(new FileInfo(f).LinkTarget ?? "")).Select(f => Path.GetFileName(f)!);
    }
}
