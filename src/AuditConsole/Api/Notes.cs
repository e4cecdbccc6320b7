using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Api;

/// <summary>What operators write down beside the figures. Any thread may call.</summary>
/// <param name="history">Where it is kept.</param>
/// <param name="time">Tells when a note without a time of its own is.</param>
public sealed class Notes(IHistory history, TimeProvider time)
{
    /// <summary>How many characters a note has at most.</summary>
    public const int Longest = 500;

    /// <summary>Keeps a note.</summary>
    /// <param name="host">The host it is about.</param>
    /// <param name="text">One line of 1 to <see cref="Longest"/> characters; space around it is dropped.</param>
    /// <param name="at">The time it is about, kept in whole milliseconds; now where there is none.</param>
    /// <param name="by">Who wrote it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The note as it is kept.</returns>
    /// <exception cref="ArgumentException">The text is not such a line; the message says what is accepted.</exception>
    /// <exception cref="HistoryException">The note could not be kept.</exception>
    public async Task<KeptActivity> AddAsync(string host, string? text, DateTimeOffset? at, Requester by, CancellationToken cancellationToken)
    {
        var words = text?.Trim() ?? "";
        if (Complaint(words) is { } complaint)
        {
            throw new ArgumentException(complaint);
        }

        var when = DateTimeOffset.FromUnixTimeMilliseconds((at ?? time.GetUtcNow()).ToUnixTimeMilliseconds());
        var note = new Activity(host, when, ActivityKind.Note, by.Name, null, null, words) { Origin = by.Origin };
        return await history.AddActivityAsync(note, cancellationToken);
    }

    private static string? Complaint(string words) => words switch
    {
        "" => $"The note has no text; accepted is one line of 1 to {Longest} characters.",
        { Length: > Longest } => $"The note has {words.Length} characters; accepted is one line of 1 to {Longest}.",
        _ when words.Any(char.IsControl) => $"The note has a line break or another control character; accepted is one line of 1 to {Longest} characters.",
        _ => null,
    };
}
