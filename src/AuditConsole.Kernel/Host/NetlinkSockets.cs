using System.Globalization;

namespace AuditConsole.Kernel.Host;

/// <summary>The netlink sockets of this machine's processes, as the proc file system lists them.</summary>
/// <remarks>
/// Thread-safe; looks anew at each call, needs no privilege and changes nothing. Columns are found by the names in the first
/// line: kernels have added to them. Source: <c>netlink_native_seq_show</c> in <c>net/netlink/af_netlink.c</c>.
/// </remarks>
public sealed class NetlinkSockets
{
    private const uint AuditProtocol = 9;
    private readonly string _proc;

    /// <summary>Looks at the machine through a proc file system.</summary>
    /// <param name="proc">Where it is mounted.</param>
    public NetlinkSockets(string proc = "/proc") => _proc = proc;

    /// <summary>How often a process's audit socket had no room for what the kernel had for it.</summary>
    /// <param name="pid">The process; its first netlink socket has its pid as the port id, and auditd's is that one.</param>
    /// <returns>
    /// A u32 that wraps and starts at 0 with the socket; <see langword="null"/> where the process has no such socket, the file
    /// cannot be read, or the kernel has no such column.
    /// </returns>
    /// <remarks>
    /// For the registered auditd this counts attempts, not records: kauditd waits 100 ms for room, counts one, and tries the
    /// record again later. For a reader of the log, each one is a record that it never gets. Setting NETLINK_NO_ENOBUFS hides the
    /// error from the reader, not the count. Source: <c>netlink_attachskb</c> and <c>netlink_overrun</c> in the same file.
    /// </remarks>
    public long? DropsOf(uint pid) => pid == 0
        ? null
        // A process may live in another network namespace than this one; its own list has its sockets.
        : Drops(Path.Combine(_proc, pid.ToString(CultureInfo.InvariantCulture), "net", "netlink"), pid)
            ?? Drops(Path.Combine(_proc, "net", "netlink"), pid);

    private static long? Drops(string file, uint portId)
    {
        try
        {
            return Drops(File.ReadLines(file), portId);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Drops(IEnumerable<string> lines, uint portId)
    {
        int protocol = -1, port = -1, drops = -1;
        foreach (var line in lines)
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (drops < 0)
            {
                (protocol, port, drops) = (Array.IndexOf(words, "Eth"), Array.IndexOf(words, "Pid"), Array.IndexOf(words, "Drops"));
                if (protocol < 0 || port < 0 || drops < 0)
                {
                    return null;
                }
            }
            else if (Number(words, protocol) == AuditProtocol && Number(words, port) == portId)
            {
                return Number(words, drops);
            }
        }

        return null;
    }

    private static uint? Number(string[] words, int column) =>
        column < words.Length && uint.TryParse(words[column], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
