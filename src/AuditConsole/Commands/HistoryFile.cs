using System.Text.Json;
using AuditConsole.Api;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Commands;

/// <summary>Windows as JSON lines: one window a line, in the form of <c>polls</c> plus <c>host</c>.</summary>
internal static class HistoryFile
{
    public static async Task<int> WriteAsync(IAsyncEnumerable<PollWindow> windows, TextWriter writer, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var window in windows.WithCancellation(cancellationToken))
        {
            await writer.WriteLineAsync(JsonSerializer.Serialize(PollPayload.WithHistogram(window) with { Host = window.Host }, ApiJson.Options).AsMemory(), cancellationToken);
            count++;
        }

        return count;
    }

    /// <exception cref="FormatException">A line is not a window; nothing has been taken in.</exception>
    public static async Task<IReadOnlyList<PollWindow>> ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var windows = new List<PollWindow>();
        for (var number = 1; await reader.ReadLineAsync(cancellationToken) is { } line; number++)
        {
            if (line.Length > 0)
            {
                windows.Add(Parse(line, number));
            }
        }

        return windows;
    }

    private static PollWindow Parse(string line, int number)
    {
        PollPayload? poll;
        try
        {
            poll = JsonSerializer.Deserialize<PollPayload>(line, ApiJson.Options);
        }
        catch (JsonException e)
        {
            throw new FormatException($"Line {number} is not a window: {e.Message}", e);
        }

        return poll switch
        {
            null or { Host: null or "" } => throw new FormatException($"Line {number} names no host; each line is one window of polls with \"host\"."),
            _ when poll.From >= poll.To => throw new FormatException($"Line {number}: from is not before to."),
            _ => poll.ToWindow(poll.Host),
        };
    }
}
