using System.Globalization;
using System.Text;

namespace AuditConsole.Protocol;

/// <summary>One audit record: its type, its stamp and its text.</summary>
/// <param name="Type">The record's type.</param>
/// <param name="At">The kernel's time of the event, in milliseconds.</param>
/// <param name="Serial">The serial that the records of one event share.</param>
/// <param name="Text">What follows the stamp.</param>
public sealed record AuditRecord(AuditMessageType Type, DateTimeOffset At, ulong Serial, string Text)
{
    private const string StampStart = "audit(";
    private const string StampEnd = "): ";

    /// <summary>Reads a record's payload, <c>audit(SECONDS.MILLISECONDS:SERIAL): TEXT</c>.</summary>
    /// <returns>Whether the payload has that form.</returns>
    public static bool TryParse(AuditMessageType type, ReadOnlySpan<byte> payload, out AuditRecord? record)
    {
        record = null;
        var text = Encoding.UTF8.GetString(payload).TrimEnd('\0', '\n');
        var end = text.IndexOf(StampEnd, StringComparison.Ordinal);
        if (!text.StartsWith(StampStart, StringComparison.Ordinal) || end < 0)
        {
            return false;
        }

        var stamp = text.AsSpan(StampStart.Length, end - StampStart.Length);
        var dot = stamp.IndexOf('.');
        var colon = stamp.IndexOf(':');
        if (dot < 0 || colon < dot
            || !long.TryParse(stamp[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !int.TryParse(stamp[(dot + 1)..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || !ulong.TryParse(stamp[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() - 1 || milliseconds > 999)
        {
            return false;
        }

        var at = DateTimeOffset.FromUnixTimeSeconds(seconds).AddMilliseconds(milliseconds);
        record = new AuditRecord(type, at, serial, text[(end + StampEnd.Length)..]);
        return true;
    }

    /// <summary>The value of the first <c>name=value</c> in the text, without quotes; <see langword="null"/> where there is none.</summary>
    public string? Field(string name)
    {
        foreach (var part in Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length > name.Length && part[name.Length] == '=' && part.StartsWith(name, StringComparison.Ordinal))
            {
                return part[(name.Length + 1)..].Trim('"', '\'');
            }
        }

        return null;
    }
}
