using System.Globalization;

namespace AuditConsole.Api;

/// <summary>Reads query values, and says what is accepted where one cannot be used.</summary>
internal static class Query
{
    public static int Number(string name, string? text, int fallback, int least, int most) =>
        text is null ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw ApiProblemException.BadRequest($"{name} is \"{text}\"; accepted is a whole number from {least} to {most}.");

    /// <summary>A range [from, to); where one end is missing it lies <paramref name="fallback"/> away from the other, or is now.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Range(string? from, string? to, TimeSpan fallback, DateTimeOffset now)
    {
        var end = Time("to", to);
        var start = Time("from", from);
        end ??= start is { } begins && begins > now ? After(begins, fallback) : now;
        start ??= Before(end.Value, fallback);
        return start < end
            ? (start.Value, end.Value)
            : throw ApiProblemException.BadRequest($"from ({start:O}) is not before to ({end:O}); the range is [from, to).");
    }

    private static DateTimeOffset After(DateTimeOffset time, TimeSpan span) => DateTimeOffset.MaxValue - time < span ? DateTimeOffset.MaxValue : time + span;

    private static DateTimeOffset Before(DateTimeOffset time, TimeSpan span) => time - DateTimeOffset.MinValue < span ? DateTimeOffset.MinValue : time - span;

    /// <summary>A time; <see langword="null"/> where there is none.</summary>
    public static DateTimeOffset? Time(string name, string? text) =>
        text is null ? null
        : Rfc3339.TryParse(text, out var time) ? time
        : throw ApiProblemException.BadRequest($"{name} is \"{text}\"; accepted is an RFC 3339 time with an offset, such as 2026-11-22T14:30:00Z (a + in a URL is written %2B).");
}
