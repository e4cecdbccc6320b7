using System.Text.Json;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Metrics;

/// <summary>Keeps the totals of a host in a small file of the state folder, so that counters go on where they stood.</summary>
internal sealed class CounterFile(string stateDirectory, string host)
{
    // What another program or version wrote is not taken for totals of 0.
    private static readonly JsonSerializerOptions s_json = new() { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    private KeptTotals? _written;

    public string Path { get; } = System.IO.Path.Combine(stateDirectory, $"counters-{Uri.EscapeDataString(host)}.json");

    /// <summary>What an earlier run kept; <see langword="null"/> where there is nothing.</summary>
    /// <exception cref="IOException">It cannot be read, or is not what this program writes.</exception>
    public KeptTotals? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<KeptTotals>(File.ReadAllBytes(Path), s_json);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            throw new IOException($"{Path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the totals where they have changed.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(KeptTotals kept)
    {
        if (kept == _written)
        {
            return;
        }

        try
        {
            WholeFile.Replace(Path, file => JsonSerializer.Serialize(file, kept));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }

        _written = kept;
    }
}
