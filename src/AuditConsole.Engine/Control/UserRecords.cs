using System.Globalization;
using System.Text;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>Records that programs hand in as text. Called with the control lock held.</summary>
/// <remarks>Source: the user message branch of <c>audit_receive_msg</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class UserRecords(EngineSettings settings, AuditLog log)
{
    private const int UserAvc = 1107;
    private const int LeastLength = 2;
    private const int MostText = 8560;

    public static bool Takes(AuditMessageType type) => type == AuditMessageType.User || (int)type is (>= 1100 and <= 1199) or (>= 2100 and <= 2999);

    /// <summary>Logs the text with the sender's ids before it. While audit is off, only USER_AVC is logged.</summary>
    /// <returns>0 or a negative errno.</returns>
    public int Add(AuditMessageType type, ReadOnlySpan<byte> payload)
    {
        if (settings.Enabled == 0 && (int)type != UserAvc)
        {
            return 0;
        }

        if (payload.Length < LeastLength)
        {
            return -Errno.InvalidArgument;
        }

        log.LogExempt(type, string.Create(
            CultureInfo.InvariantCulture,
            $"pid={Environment.ProcessId} uid=0 auid={uint.MaxValue} ses={uint.MaxValue} msg='{TextOf(payload)}'"));
        return 0;
    }

    // The kernel overwrites the last byte with the terminator, whatever it was.
    private static string TextOf(ReadOnlySpan<byte> payload)
    {
        var text = payload[..^1];
        var terminator = text.IndexOf((byte)0);
        text = terminator < 0 ? text : text[..terminator];
        return Encoding.UTF8.GetString(text[..Math.Min(text.Length, MostText)]);
    }
}
