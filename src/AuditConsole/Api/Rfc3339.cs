using System.Globalization;

namespace AuditConsole.Api;

/// <summary>Times as RFC 3339 writes them, with an offset, so that no time is taken for another zone's.</summary>
internal static class Rfc3339
{
    private static readonly string[] s_formats =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK",
    ];

    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        // K takes a missing offset for local time.
        return text is { Length: > 16 } && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParseExact(text.ToUpperInvariant(), s_formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}
