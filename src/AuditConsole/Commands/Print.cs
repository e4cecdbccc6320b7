using System.Text.Json;

namespace AuditConsole.Commands;

/// <summary>Writes what a host answered.</summary>
internal static class Print
{
    private const string Unknown = "-";

    /// <summary>The value as it stands in JSON, without quotes; a dash where it is not known.</summary>
    public static string Value(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? Text(value) : Unknown;

    /// <summary>One field a line, <c>name value</c>, as <c>auditctl -s</c> prints; or JSON in one line.</summary>
    public static void Fields(JsonElement row, bool asJson)
    {
        if (asJson)
        {
            Console.WriteLine(row.GetRawText());
            return;
        }

        foreach (var field in row.EnumerateObject())
        {
            Console.WriteLine($"{field.Name} {Text(field.Value)}");
        }
    }

    /// <summary>A table with these columns; or JSON.</summary>
    public static void Table(JsonElement rows, bool asJson, params string[] columns)
    {
        if (asJson)
        {
            Console.WriteLine(rows.GetRawText());
            return;
        }

        var lines = rows.EnumerateArray().Select(row => columns.Select(column => Value(row, column)).ToArray()).Prepend(columns).ToList();
        var widths = columns.Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        foreach (var line in lines)
        {
            Console.WriteLine(string.Join("  ", line.Select((cell, i) => i == line.Length - 1 ? cell : cell.PadRight(widths[i]))));
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => Unknown,
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
