using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuditConsole.Monitoring;

/// <summary>What a <see cref="KeptFile{T}"/> says where its content is not taken over or not kept, as ends of its sentences.</summary>
/// <param name="MovedAside">After "it was moved to …".</param>
/// <param name="LeftInPlace">After "it cannot be moved aside (…)".</param>
/// <param name="NotOpened">After "it cannot be opened (…)".</param>
/// <param name="NotWritten">After "it cannot be written (…)".</param>
internal sealed record KeptFileWords(string MovedAside, string LeftInPlace, string NotOpened, string NotWritten);

/// <summary>A small JSON file in which something of one host is kept over restarts, with the version of its form.</summary>
/// <remarks>
/// It is replaced as a whole, so a reader finds the old one or the new one. A file that cannot be used is moved aside and said, never
/// overwritten. Not for several threads.
/// </remarks>
internal sealed class KeptFile<T>(string path, int version, Func<T, string> hostOf, Predicate<T> isWhole, KeptFileWords words)
    where T : class
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private bool _mayWrite = true;

    /// <summary>Reads what was kept.</summary>
    /// <param name="host">The host; what is kept of another one is not taken over.</param>
    /// <param name="now">Names a file that is moved aside.</param>
    /// <param name="problem">Why nothing could be taken over, and where the file is now; <see langword="null"/> when there is nothing to say.</param>
    /// <returns><see langword="null"/> where nothing is taken over.</returns>
    public T? Load(string host, DateTimeOffset now, out string? problem)
    {
        problem = null;
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var kept = Read();
            if (hostOf(kept) == host)
            {
                return kept;
            }

            problem = MoveAside("other", now, $"{path} belongs to {hostOf(kept)}, and {host} is watched now");
        }
        catch (NewerVersionException e)
        {
            problem = MoveAside("newer", now, $"{path} was {e.Message}");
        }
        catch (JsonException e)
        {
            problem = MoveAside("damaged", now, $"{path} cannot be read ({e.Message.TrimEnd('.')})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _mayWrite = false;
            problem = $"{path} cannot be opened ({e.Message.TrimEnd('.')}){words.NotOpened} Let this program read and write it, then restart it.";
        }

        return null;
    }

    /// <summary>Reads the file as it is.</summary>
    /// <exception cref="JsonException">It is damaged, or of a newer program.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise, for want of permission.</exception>
    public T Read()
    {
        var text = File.ReadAllText(path);
        using (var json = JsonDocument.Parse(text))
        {
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("version", out var written) && written.TryGetInt32(out var number) && number > version)
            {
                throw new NewerVersionException($"written by a newer version ({number}; this one reads {version})");
            }
        }

        var kept = JsonSerializer.Deserialize<T>(text, s_options);
        // null where a part is meant, which the reader of JSON lets pass.
        return kept is not null && isWhole(kept) ? kept : throw new JsonException("a part is missing");
    }

    /// <summary>Writes all of it.</summary>
    /// <returns>Why it could not be written; <see langword="null"/> when it was.</returns>
    public string? Save(T kept)
    {
        if (!_mayWrite)
        {
            return $"{path} is left as it is, because it could not be read or moved aside at the start{words.NotWritten}";
        }

        try
        {
            WholeFile.Replace(path, file => JsonSerializer.Serialize(file, kept, s_options));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path} cannot be written ({e.Message.TrimEnd('.')}){words.NotWritten}";
        }
    }

    private string MoveAside(string why, DateTimeOffset now, string what)
    {
        var aside = $"{path}.{why}-{now.UtcDateTime:yyyyMMddTHHmmssfff}Z";
        try
        {
            File.Move(path, aside);
            return $"{what}. It was moved to {aside}{words.MovedAside}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _mayWrite = false;
            return $"{what}, and cannot be moved aside ({e.Message.TrimEnd('.')}){words.LeftInPlace}";
        }
    }

    private sealed class NewerVersionException(string message) : JsonException(message);
}
