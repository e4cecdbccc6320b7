using System.Text.Json;
using AuditConsole.Access;
using AuditConsole.ActivityLog;

namespace AuditConsole.Api;

/// <summary>A note as it is sent.</summary>
public sealed record NoteBody
{
    /// <summary>One line of 1 to <see cref="Notes.Longest"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>The time it is about; now when left out.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Notes by operators, beside what the console itself wrote down.</summary>
internal static class NoteEndpoints
{
    private const string AcceptedBody = """{"text":"1 to 500 characters"}, with "at":"2026-11-22T14:30:00Z" if it is not about now""";

    public static void MapNotes(this RouteGroupBuilder api) =>
        api.MapPost("/hosts/{host}/activity", async (string host, HttpRequest request, HostDirectory hosts, Notes notes, CancellationToken token) =>
        {
            await hosts.RequireAsync(host, token);
            var body = await ReadBodyAsync(request, token);
            try
            {
                var note = ActivityPayload.Of(await notes.AddAsync(host, body.Text, body.At, request.HttpContext.Requester(), token));
                var from = Uri.EscapeDataString(note.At.UtcDateTime.ToString("o"));
                return TypedResults.Created($"/api/v1/hosts/{Uri.EscapeDataString(host)}/activity?from={from}", note);
            }
            catch (ArgumentException e)
            {
                throw ApiProblemException.BadRequest(e.Message);
            }
        }).Needs(ConsoleRole.Operator).Accepts<NoteBody>("application/json").WithSummary("Add a note; it is listed with the activity and drawn on the charts");

    private static async Task<NoteBody> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "The request is wrong", $"Send Content-Type: application/json and {AcceptedBody}.");
        }

        try
        {
            if (await JsonSerializer.DeserializeAsync<NoteBody>(request.Body, ApiJson.Options, cancellationToken) is { } body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // Said below, with what is accepted.
        }

        throw ApiProblemException.BadRequest($"The body is not what is asked for; accepted: {AcceptedBody}.");
    }
}
