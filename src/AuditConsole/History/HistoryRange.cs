using System.Globalization;

namespace AuditConsole.History;

/// <summary>The time that the history page looks at: [<see cref="From"/>, <see cref="To"/>).</summary>
/// <param name="From">Start.</param>
/// <param name="To">End.</param>
/// <param name="Preset">The name of the span it was chosen by; <see langword="null"/> for times of its own.</param>
public sealed record HistoryRange(DateTimeOffset From, DateTimeOffset To, string? Preset)
{
    /// <summary>The spans on offer, ending now.</summary>
    public static readonly IReadOnlyList<(string Name, string Label, TimeSpan Span)> Presets =
    [
        ("1h", "1 h", TimeSpan.FromHours(1)),
        ("6h", "6 h", TimeSpan.FromHours(6)),
        ("24h", "24 h", TimeSpan.FromHours(24)),
        ("7d", "7 d", TimeSpan.FromDays(7)),
        ("30d", "30 d", TimeSpan.FromDays(30)),
        ("1y", "1 y", TimeSpan.FromDays(365)),
    ];

    private const string Default = "24h";
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    /// <summary>How long it is.</summary>
    public TimeSpan Span => To - From;

    /// <summary>Reads the page's address.</summary>
    /// <param name="range">The name of a span.</param>
    /// <param name="from">Start in RFC 3339.</param>
    /// <param name="to">End in RFC 3339.</param>
    /// <param name="now">The time now.</param>
    /// <param name="complaint">What was wrong with the address, if anything; the last 24 hours are meant then.</param>
    public static HistoryRange Read(string? range, string? from, string? to, DateTimeOffset now, out string? complaint)
    {
        complaint = null;
        if (from is not null || to is not null)
        {
            if (!TryTime(from, out var start) || !TryTime(to, out var end))
            {
                complaint = "The address names a time that cannot be read; from and to are times like 2026-03-01T12:00:00Z. The last 24 hours are shown.";
            }
            else if (end - start < Shortest)
            {
                complaint = $"The end has to lie at least {Shortest.TotalSeconds} seconds after the start. The last 24 hours are shown.";
            }
            else
            {
                return new(start, end, null);
            }
        }
        else if (range is not null && Presets.All(preset => preset.Name != range))
        {
            complaint = $"The address names the range {range}; there are {string.Join(", ", Presets.Select(preset => preset.Name))}. The last 24 hours are shown.";
        }

        var name = complaint is null && range is not null ? range : Default;
        var chosen = Presets.First(preset => preset.Name == name);
        return new(now - chosen.Span, now, chosen.Name);
    }

    /// <summary>The page's address for a span.</summary>
    public static string Address(string preset) => $"history?range={preset}";

    /// <summary>The page's address for times of its own.</summary>
    public static string Address(DateTimeOffset from, DateTimeOffset to) => $"history?from={Text(from)}&to={Text(to)}";

    /// <summary>As far back again as it is long.</summary>
    public string Earlier => Address(From - Span, From);

    /// <summary>As far on again, but not past <paramref name="now"/>.</summary>
    public string Later(DateTimeOffset now) => To + Span > now ? Address(now - Span, now) : Address(To, To + Span);

    /// <summary>Twice as long around the same middle, but not past <paramref name="now"/>.</summary>
    public string Wider(DateTimeOffset now)
    {
        var end = To + (Span / 2);
        end = end > now ? now : end;
        return Address(end - (Span * 2), end);
    }

    /// <summary>Where the windows of this time are read from by programs.</summary>
    public string Export(string host) => $"api/v1/hosts/{Uri.EscapeDataString(host)}/polls?from={Text(From)}&to={Text(To)}";

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    private static bool TryTime(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
