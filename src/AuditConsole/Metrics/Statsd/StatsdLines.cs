using System.Globalization;
using System.Text;
using AuditConsole.Monitoring.History;
using AuditConsole.Protocol;

namespace AuditConsole.Metrics.Statsd;

/// <summary>What is said of a host in one go, and how it is laid into datagrams.</summary>
internal static class StatsdLines
{
    /// <summary>The most bytes of a datagram: one that every network passes on unbroken.</summary>
    public const int MostBytes = 512;

    private const string HostPlace = "{host}";

    /// <summary>What stands before the keys of a host. Simulated figures never look like a kernel's: without a prefix, those of the engine get its name.</summary>
    public static string PrefixOf(string? prefix, MetricHost host)
    {
        var plain = prefix ?? (host.Feed.Description.Source == HostSource.Engine ? host.Name : "");
        var filled = plain.Replace(HostPlace, Safe(host.Name), StringComparison.Ordinal).TrimEnd('.');
        return filled.Length == 0 ? "" : $"{filled}.";
    }

    /// <summary>The first two keys are those of audisp-statsd (audit-userspace, audisp/plugins/statsd).</summary>
    /// <param name="prefix">What stands before each key.</param>
    /// <param name="status">What the host says.</param>
    /// <param name="peak">The highest backlog since the last time, in records.</param>
    /// <param name="lost">Records lost since the last time.</param>
    public static IReadOnlyList<string> Of(string prefix, AuditStatus status, uint peak, long lost) =>
    [
        Line(prefix, "lost", status.Lost, "g"),
        Line(prefix, "backlog", status.Backlog, "g"),
        Line(prefix, "backlog_limit", status.BacklogLimit, "g"),
        Line(prefix, "backlog_peak", peak, "g"),
        Line(prefix, "lost_records", lost, "c"),
    ];

    /// <summary>Lays whole lines into as few datagrams as hold them.</summary>
    public static IEnumerable<byte[]> Pack(IEnumerable<string> lines)
    {
        var datagram = new List<byte>(MostBytes);
        foreach (var line in lines)
        {
            var bytes = Encoding.ASCII.GetBytes(line);
            if (datagram.Count > 0 && datagram.Count + bytes.Length > MostBytes)
            {
                yield return [.. datagram];
                datagram.Clear();
            }

            datagram.AddRange(bytes);
        }

        if (datagram.Count > 0)
        {
            yield return [.. datagram];
        }
    }

    private static string Line(string prefix, string key, long value, string type) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}kernel.{key}:{value}|{type}\n");

    // A dot would begin another level, a colon or a bar end the key.
    private static string Safe(string host) => string.Concat(host.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
}
