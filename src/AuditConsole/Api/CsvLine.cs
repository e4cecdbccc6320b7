using System.Text.Json;

namespace AuditConsole.Api;

/// <summary>A line of CSV by RFC 4180, of the values that JSON has; null is an empty field.</summary>
internal static class CsvLine
{
    private const string Formula = "=+-@\t\r";

    /// <summary>The names of a payload's fields, in the order they are written.</summary>
    public static IEnumerable<string> Names<T>()
    {
        ApiJson.Options.MakeReadOnly(populateMissingResolver: true);
        return ApiJson.Options.GetTypeInfo(typeof(T)).Properties.Select(property => property.Name);
    }

    /// <summary>A line of these fields.</summary>
    public static string Of(IEnumerable<string> fields) => string.Join(',', fields.Select(Quoted)) + "\r\n";

    /// <summary>A line of the values of a flat object.</summary>
    public static string Of(JsonElement row) => Of(row.EnumerateObject().Select(property => property.Value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => Harmless(property.Value.GetString()!),
        _ => property.Value.GetRawText(),
    }));

    // A spreadsheet runs text that begins like a formula, and people write these texts.
    private static string Harmless(string text) => text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text;

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
