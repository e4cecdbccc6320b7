using System.Globalization;
using AuditConsole.Components;

namespace AuditConsole.History;

/// <summary>The time that the history page looks at: [<see cref="From"/>, <see cref="To"/>).</summary>
/// <param name="From">Start.</param>
/// <param name="To">End.</param>
/// <param name="FromText">The start as it was chosen, as <c>now-24h</c> or a time of its own.</param>
/// <param name="ToText">The end likewise.</param>
/// <param name="Preset">The name of the span it was chosen by; <see langword="null"/> where there is none.</param>
public sealed record HistoryRange(DateTimeOffset From, DateTimeOffset To, string FromText, string ToText, string? Preset)
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
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(30);

    /// <summary>How long it is.</summary>
    public TimeSpan Span => To - From;

    /// <summary>Whether it ends now, and so moves with the time.</summary>
    public bool IsLive => ToText == TimeExpression.Now;

    /// <summary>The same in an address, without what stands before it.</summary>
    public string Query => Preset is { } name ? $"range={name}" : Times(FromText, ToText);

    /// <summary>The time as long before it.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Before => (Earliest(From, Span), From);

    /// <summary>Reads the page's address.</summary>
    /// <param name="range">The name of a span.</param>
    /// <param name="from">Start, as <see cref="TimeExpression"/> reads it.</param>
    /// <param name="to">End likewise; now where only the start is given.</param>
    /// <param name="now">The time now.</param>
    /// <param name="complaint">What was wrong with the address, if anything; the last 24 hours are meant then.</param>
    public static HistoryRange Read(string? range, string? from, string? to, DateTimeOffset now, out string? complaint)
    {
        complaint = null;
        if (from is not null || to is not null)
        {
            var end = to ?? (TimeExpression.IsRelative(from) ? TimeExpression.Now : null);
            if (OfTimes(from, end, now, out complaint) is { } own)
            {
                return own;
            }
        }
        else if (range is not null && Presets.All(preset => preset.Name != range))
        {
            complaint = Words.Say(HistoryText.NoSuchRange, range, string.Join(", ", Presets.Select(preset => preset.Name)));
        }

        var name = complaint is null && range is not null ? range : Default;
        var chosen = Presets.First(preset => preset.Name == name);
        return new(now - chosen.Span, now, $"now-{chosen.Name}", TimeExpression.Now, chosen.Name);
    }

    /// <summary>Times of its own in an address; both are widened to whole seconds, and to the shortest time that can be looked at.</summary>
    public static string Times(DateTimeOffset from, DateTimeOffset to)
    {
        if (to - from < s_shortest)
        {
            from -= (s_shortest - (to - from)) / 2;
            to = from + s_shortest;
        }

        var partOfSecond = to.Ticks % TimeSpan.TicksPerSecond;
        return Times(Text(from), Text(partOfSecond == 0 ? to : to.AddTicks(TimeSpan.TicksPerSecond - partOfSecond)));
    }

    /// <summary>The same of times as they were typed.</summary>
    public static string Times(string from, string to) => $"from={Escaped(from)}&to={Escaped(to)}";

    /// <summary>As far back again as it is long.</summary>
    public string Earlier => Times(Before.From, Before.To);

    /// <summary>As far on again, but not past <paramref name="now"/>.</summary>
    public string Later(DateTimeOffset now) => To + Span > now ? Times(now - Span, now) : Times(To, To + Span);

    /// <summary>Twice as long around the same middle, but not past <paramref name="now"/>.</summary>
    public string Wider(DateTimeOffset now)
    {
        var end = To + (Span / 2);
        end = end > now ? now : end;
        return Times(Earliest(end, Span * 2), end);
    }

    /// <summary>Where the windows of this time are read from as a file.</summary>
    /// <param name="host">Whose.</param>
    /// <param name="form"><c>csv</c> or <c>json</c>.</param>
    /// <param name="points">At most so many rows; every window where it is <see langword="null"/>.</param>
    public string Export(string host, string form, int? points) =>
        $"api/v1/hosts/{Uri.EscapeDataString(host)}/polls.{form}?from={Escaped(Text(From))}Z&to={Escaped(Text(To))}Z{(points is { } most ? $"&points={most}" : "")}";

    private static HistoryRange? OfTimes(string? from, string? to, DateTimeOffset now, out string? complaint)
    {
        if (!TimeExpression.TryRead(from, now, isEnd: false, out var start) || !TimeExpression.TryRead(to, now, isEnd: true, out var end))
        {
            complaint = HistoryText.NoSuchTime;
            return null;
        }

        if (end - start < s_shortest)
        {
            complaint = Words.Say(HistoryText.TooShort, s_shortest.TotalSeconds);
            return null;
        }

        complaint = null;
        return new(start, end, Typed(from!, start), Typed(to!, end), null);
    }

    private static string Typed(string text, DateTimeOffset time) => TimeExpression.IsRelative(text) ? text.Trim() : Text(time);

    private static DateTimeOffset Earliest(DateTimeOffset time, TimeSpan back) =>
        time - DateTimeOffset.MinValue < back ? DateTimeOffset.MinValue : time - back;

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    // A colon and a slash may stand in a query as they are, and a time is easier to read with them.
    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);
}
