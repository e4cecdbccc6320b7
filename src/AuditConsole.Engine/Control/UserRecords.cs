using System.Globalization;
using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>Records that programs hand in as text. Called with the control lock held.</summary>
/// <remarks>Source: the user message branch of <c>audit_receive_msg</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class UserRecords(EngineSettings settings, ControlLog records, TtyRequests tty, RuleList rules)
{
    private const AuditMessageType UserAvc = (AuditMessageType)1107;
    private const AuditMessageType UserTty = (AuditMessageType)1124;
    private const int LeastLength = 2;
    private const int MostText = 8560;

    public static bool Takes(AuditMessageType type) => type == AuditMessageType.User || (int)type is (>= 1100 and <= 1199) or (>= 2100 and <= 2999);

    /// <summary>Logs the text with the sender's ids before it. While audit is off, only USER_AVC is logged.</summary>
    /// <returns>0 or a negative errno.</returns>
    public int Add(Request request)
    {
        var type = request.Header.Type;
        if (settings.Enabled == 0 && type != UserAvc)
        {
            return 0;
        }

        if (request.Payload.Length < LeastLength)
        {
            return -Errno.InvalidArgument;
        }

        if (!rules.PassesUser(type))
        {
            return 0;
        }

        if (type == UserTty && !tty.IsEnabledFor(request.Sender))
        {
            return -Errno.OperationNotPermitted;
        }

        var by = request.Sender.Identity;
        var start = string.Create(CultureInfo.InvariantCulture, $"pid={by.ProcessId} uid={by.UserId} {ControlLog.Session(by)} ");
        byte[] text = type == UserTty
            ? [.. Encoding.ASCII.GetBytes(start), .. "data="u8, .. UntrustedString.Encode(WithoutTerminator(request.Payload.Span))]
            : [.. Encoding.ASCII.GetBytes(start), .. "msg='"u8, .. TextOf(request.Payload.Span), .. "'"u8];
        records.Write(type, text);
        return 0;
    }

    private static ReadOnlySpan<byte> WithoutTerminator(ReadOnlySpan<byte> payload) => payload[^1] == 0 ? payload[..^1] : payload;

    // The kernel overwrites the last byte with the terminator, whatever it was.
    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> payload)
    {
        var text = payload[..^1];
        var terminator = text.IndexOf((byte)0);
        text = terminator < 0 ? text : text[..terminator];
        return text[..Math.Min(text.Length, MostText)];
    }
}
