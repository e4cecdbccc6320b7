using System.Globalization;

namespace AuditConsole.Engine.Traces;

/// <summary>Reads arrivals from two columns, <c>ms,records</c>: how many records were stamped with each millisecond, in order of time.</summary>
/// <remarks>
/// The kernel stamps records with a clock that moves once per tick (<c>ktime_get_coarse_real_ts64</c> in <c>kernel/audit.c</c>), so on a
/// host with HZ below 1000 they bunch at the ticks. Where every distance is a multiple of 10 or 4 ms, each bunch is spread evenly over
/// the tick that begins with it.
/// </remarks>
public static class ArrivalsCsv
{
    private const string Header = "ms,records";
    private static readonly int[] s_ticks = [10, 4];

    /// <summary>Records per millisecond, from the first millisecond of the file to the last.</summary>
    /// <exception cref="InvalidDataException">A line cannot be read or the file is too large; the message names the line and what is accepted.</exception>
    public static int[] Read(TextReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var rows = Rows(reader);
        var tick = Tick(rows);
        var first = rows[0].Ms;
        var arrivals = new int[rows[^1].Ms - first + tick];
        foreach (var (ms, records) in rows)
        {
            for (var i = 0; i < tick; i++)
            {
                arrivals[ms - first + i] = (int)((records * (i + 1L) / tick) - (records * (long)i / tick));
            }
        }

        return arrivals;
    }

    private static List<(int Ms, int Records)> Rows(TextReader reader)
    {
        if (reader.ReadLine()?.Trim() is var header && header != Header)
        {
            throw new InvalidDataException($"The first line is \"{Shortened(header)}\"; accepted is \"{Header}\".");
        }

        var rows = new List<(int Ms, int Records)>();
        var sum = 0L;
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }

            var row = Row(line, number);
            if (rows.Count > 0 && (row.Ms <= rows[^1].Ms || row.Ms - rows[0].Ms > WorkloadTrace.MostSteps - s_ticks[0]))
            {
                throw new InvalidDataException($"Line {number} is at {row.Ms} ms; accepted are times above the line before, {rows[^1].Ms} ms, "
                    + $"and within {WorkloadTrace.MostSteps / 60_000} minutes of the first.");
            }

            sum += row.Records;
            WorkloadTrace.RequireRecords(sum);
            rows.Add(row);
        }

        return rows.Count > 0 ? rows : throw new InvalidDataException($"The file has no line after \"{Header}\"; accepted is one for each millisecond with records.");
    }

    private static (int Ms, int Records) Row(string line, int number)
    {
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && TryCount(line.AsSpan(0, comma), out var ms) && TryCount(line.AsSpan(comma + 1), out var records)
            ? (ms, records)
            : throw new InvalidDataException($"Line {number} is \"{Shortened(line)}\"; accepted are two whole numbers, as in \"12,97\".");
    }

    private static bool TryCount(ReadOnlySpan<char> text, out int count) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out count);

    private static int Tick(List<(int Ms, int Records)> rows) => rows.Count < 2
        ? 1
        : s_ticks.FirstOrDefault(tick => rows.TrueForAll(row => (row.Ms - rows[0].Ms) % tick == 0), 1);

    private static string Shortened(string? line) => line is { Length: > 40 } ? line[..40] + "…" : line ?? "";
}
