using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Conformance.Exchange;

/// <summary>The text of a record's datagram.</summary>
public static class Text
{
    /// <summary>What follows the header.</summary>
    public static string Of(byte[] record) => Encoding.UTF8.GetString(record.AsSpan(NetlinkHeader.Size)).TrimEnd('\0', '\n');

    /// <summary>What follows the stamp, which differs from run to run.</summary>
    public static string AfterStamp(byte[] record)
    {
        var text = Of(record);
        return text[(text.IndexOf("): ", StringComparison.Ordinal) + 3)..];
    }
}
