using System.Globalization;
using System.Text;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Queue;

/// <summary>A record on its way through the queues.</summary>
/// <param name="Type">The record's type.</param>
/// <param name="At">When it was logged, in milliseconds since 1970 (UTC).</param>
/// <param name="Serial">Its serial; every record logged has one of its own.</param>
/// <param name="Text">What follows the stamp, in the bytes its producer wrote.</param>
internal readonly record struct QueuedRecord(AuditMessageType Type, long At, ulong Serial, ReadOnlyMemory<byte> Text)
{
    /// <summary>The payload as it goes over the wire: <c>audit(SECONDS.MILLISECONDS:SERIAL): TEXT</c>, without a terminator.</summary>
    /// <remarks>Source: <c>audit_log_start</c> in <c>kernel/audit.c</c>.</remarks>
    public byte[] ToPayload()
    {
        var stamp = string.Create(CultureInfo.InvariantCulture, $"audit({At / 1000}.{At % 1000:000}:{Serial}): ");
        var payload = new byte[stamp.Length + Text.Length];
        Encoding.ASCII.GetBytes(stamp, payload);
        Text.Span.CopyTo(payload.AsSpan(stamp.Length));
        return payload;
    }

    /// <summary>The record for people to read; bytes that are not UTF-8 become U+FFFD.</summary>
    public AuditRecord ToAuditRecord() =>
        new(Type, DateTimeOffset.FromUnixTimeMilliseconds(At), Serial, Encoding.UTF8.GetString(Text.Span));
}
