using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Kauditd;

/// <summary>The datagrams that carry a record.</summary>
internal static class RecordMessage
{
    /// <summary>As multicast readers get it: an ordinary message.</summary>
    public static byte[] ForReaders(in QueuedRecord record) => NetlinkMessage.Build(record.Type, NetlinkFlags.None, 0, record.ToPayload());

    /// <summary>As the registered auditd gets it: the length in the header leaves the header itself out.</summary>
    /// <remarks>Source: <c>__audit_log_end</c> and <c>kauditd_send_multicast_skb</c> in <c>kernel/audit.c</c>.</remarks>
    public static byte[] ForAuditd(in QueuedRecord record)
    {
        var datagram = ForReaders(record);
        var header = NetlinkHeader.Read(datagram);
        (header with { Length = header.Length - NetlinkHeader.Size }).Write(datagram);
        return datagram;
    }
}
