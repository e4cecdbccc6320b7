using System.Text.Json;
using System.Text.Json.Serialization;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Monitoring.History.Waiting;

/// <summary>The windows that wait, in a file beside the memory, so that they outlive the program. JSON, one window a line.</summary>
/// <remarks>A disk that cannot take it is the likely reason that they wait at all, so nothing here fails. For one thread at a time.</remarks>
/// <param name="path">The file; <see langword="null"/> keeps them in memory alone.</param>
internal sealed class WaitingFile(string? path)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(), new HistogramConverter() },
    };

    private bool _exists = File.Exists(path);

    /// <summary>Holds these and no others.</summary>
    public void Replace(IEnumerable<UncommittedWindow> windows) => Write(() => WholeFile.Replace(path!, file =>
    {
        foreach (var window in windows)
        {
            JsonSerializer.Serialize(file, window, s_json);
            file.WriteByte((byte)'\n');
        }
    }));

    /// <summary>Holds nothing any more.</summary>
    public void Clear()
    {
        if (_exists)
        {
            Write(() => File.Delete(path!));
            _exists = File.Exists(path);
        }
    }

    /// <summary>What an earlier run left.</summary>
    /// <param name="unreadable">How many lines are damaged.</param>
    public IReadOnlyList<UncommittedWindow> Read(out int unreadable)
    {
        unreadable = 0;
        var windows = new List<UncommittedWindow>();
        try
        {
            foreach (var line in _exists ? File.ReadLines(path!) : [])
            {
                try
                {
                    windows.Add(JsonSerializer.Deserialize<UncommittedWindow>(line, s_json) ?? throw new JsonException());
                }
                catch (JsonException)
                {
                    unreadable++;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable++;
        }

        return windows;
    }

    private void Write(Action write)
    {
        try
        {
            if (path is not null)
            {
                write();
                _exists = true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private sealed class HistogramConverter : JsonConverter<BacklogHistogram>
    {
        public override BacklogHistogram Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return BacklogHistogram.Read(reader.GetBytesFromBase64());
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, BacklogHistogram value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.Write());
    }
}
