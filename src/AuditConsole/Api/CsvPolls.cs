using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace AuditConsole.Api;

/// <summary>Windows as CSV by RFC 4180: a header with the names that <c>polls</c> has in JSON, and the values that JSON has; null, or left out there, is an empty field.</summary>
/// <remarks>What has parts of its own, such as <c>details</c>, is its JSON in one quoted field.</remarks>
internal static class CsvPolls
{
    // Only in files that the history's own export writes.
    private static readonly string[] s_elsewhere = ["host", "histogram"];

    /// <summary>The names, in the order of the fields.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Fields().Except(s_elsewhere)];

    public static void WriteHeader(PipeWriter output) => output.Write(System.Text.Encoding.UTF8.GetBytes(string.Join(',', Names) + "\r\n"));

    public static void WriteLine(PipeWriter output, PollPayload poll)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(poll with { Host = null, Histogram = null }, ApiJson.Options);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var field = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // JSON has the fields in this order too, and may leave some out.
            for (; !reader.ValueTextEquals(Names[field]); field++)
            {
                output.Write(","u8);
            }

            reader.Read();
            WriteValue(output, json, ref reader);
        }

        for (; field < Names.Count - 1; field++)
        {
            output.Write(","u8);
        }

        output.Write("\r\n"u8);
    }

    private static IEnumerable<string> Fields()
    {
        ApiJson.Options.MakeReadOnly(populateMissingResolver: true);
        return ApiJson.Options.GetTypeInfo(typeof(PollPayload)).Properties.Select(property => property.Name);
    }

    private static void WriteValue(PipeWriter output, byte[] json, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                WriteQuoted(output, json.AsSpan(start..(int)reader.BytesConsumed));
                break;
            case JsonTokenType.String when reader.ValueIsEscaped || reader.ValueSpan.IndexOfAny(",\"\r\n"u8) >= 0:
                WriteQuoted(output, System.Text.Encoding.UTF8.GetBytes(reader.GetString()!));
                break;
            default:
                output.Write(reader.ValueSpan);
                break;
        }
    }

    private static void WriteQuoted(PipeWriter output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        for (var at = text.IndexOf((byte)'"'); at >= 0; at = text.IndexOf((byte)'"'))
        {
            output.Write(text[..(at + 1)]);
            output.Write("\""u8);
            text = text[(at + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }
}
