using System.Text.Json;
using System.Text.Json.Serialization;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History.Sql;

/// <summary>A window's details as the text of one column.</summary>
internal static class DetailsText
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string? Write(WindowDetails? details) => details is null or { IsEmpty: true } ? null : JsonSerializer.Serialize(details, s_json);

    /// <exception cref="HistoryException">The text is not what <see cref="Write"/> writes.</exception>
    public static WindowDetails? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<WindowDetails>(text, s_json);
        }
        catch (JsonException e)
        {
            throw new HistoryException($"The details of a window cannot be read ({e.Message}). The history was changed by another program, or is damaged.", e);
        }
    }
}
