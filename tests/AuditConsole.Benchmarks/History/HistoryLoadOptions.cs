using System.Globalization;

namespace AuditConsole.Benchmarks.History;

/// <summary>What <see cref="HistoryLoad"/> does.</summary>
internal sealed record HistoryLoadOptions
{
    private const int MostWindows = 40_000_000;
    private const int MostQueries = 1_000;

    public int Windows { get; init; } = 2_102_400;

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Queries for each span.</summary>
    public int Queries { get; init; } = 60;

    /// <summary>A PostgreSQL database to fill; <see langword="null"/> for a SQLite file.</summary>
    public string? Postgres { get; init; }

    public bool Histograms { get; init; }

    /// <summary>Whether a Prometheus is filled with the same peaks and asked the same.</summary>
    public bool Prometheus { get; init; }

    public static HistoryLoadOptions? Parse(string[] arguments, out string complaint)
    {
        var options = new HistoryLoadOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var next = (arguments[i], Number(value)) switch
            {
                ("--windows", > 0 and <= MostWindows and { } n) => options with { Windows = n },
                ("--seconds", > 0 and <= 3600 and { } n) => options with { Length = TimeSpan.FromSeconds(n) },
                ("--queries", > 0 and <= MostQueries and { } n) => options with { Queries = n },
                ("--postgres", _) when value.Length > 0 => options with { Postgres = value },
                ("--histograms", _) => options with { Histograms = true },
                ("--prometheus", _) => options with { Prometheus = true },
                _ => null,
            };
            if (next is null)
            {
                complaint = $"--history does not take {string.Join(' ', arguments[i..])}; accepted: --windows 1..{MostWindows}, --seconds 1..3600, --queries 1..{MostQueries}, --postgres CONNECTION, --histograms, --prometheus.";
                return null;
            }

            options = next;
            i += arguments[i] is "--histograms" or "--prometheus" ? 0 : 1;
        }

        complaint = "";
        return options;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
