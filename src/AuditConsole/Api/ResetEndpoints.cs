using System.Text.Json;
using AuditConsole.Access;
using AuditConsole.Monitoring.Hosts;
using AuditConsole.Protocol;

namespace AuditConsole.Api;

/// <summary>What a reset of the high-water mark is asked with.</summary>
public sealed record ResetBody
{
    public required ResetKind Kind { get; init; }

    /// <summary>Why, in the operator's words; kept with the activity.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a reset of a counter may be asked with.</summary>
public sealed record ReasonBody
{
    /// <summary>Why, in the operator's words; kept with the activity.</summary>
    public string? Reason { get; init; }
}

/// <summary>What operators may reset.</summary>
internal static class ResetEndpoints
{
    private const int LongestReason = 500;
    private const string AcceptedReason = """{"reason":"up to 500 characters"}""";
    private const string AcceptedBody = """{"kind":"baseline"} or {"kind":"kernel"}, with "reason" if you like""";

    public static void MapResets(this RouteGroupBuilder api)
    {
        api.MapPost("/hosts/{host}/backlog_max_depth/reset", async (string host, HttpRequest request, HostDirectory hosts, CancellationToken token) =>
        {
            var monitor = await hosts.MonitorAsync(host, token);
            var body = await ReadBodyAsync(request, token);
            var result = await monitor.ResetMarkAsync(body.Kind, request.HttpContext.Requester(body.Reason), token);
            return TypedResults.Ok(new ResetPayload(result.Value, result.At, body.Kind, result.Tier));
        }).Needs(ConsoleRole.Operator).Accepts<ResetBody>("application/json").WithSummary("Reset the high-water mark: the console's baseline, or the source's own mark for every reader");

        MapCounter(api, "lost", AuditCounter.Lost);
        MapCounter(api, "backlog_wait_time_actual", AuditCounter.BacklogWaitTimeActual);
    }

    private static void MapCounter(RouteGroupBuilder api, string name, AuditCounter counter) =>
        api.MapPost($"/hosts/{{host}}/{name}/reset", async (string host, HttpContext context, HostDirectory hosts, CancellationToken token) =>
        {
            var monitor = await hosts.MonitorAsync(host, token);
            var reason = await ReadReasonAsync(context.Request, token);
            var result = await monitor.ResetCounterAsync(counter, context.Requester(reason), token);
            return TypedResults.Ok(new ResetPayload(result.Value, result.At, null, null));
        }).Needs(ConsoleRole.Operator).Accepts<ReasonBody>(isOptional: true, "application/json").WithSummary($"Read and clear {name} at the source, for every reader");

    // A body may be left out, as it could be before there was a reason to give.
    private static async Task<string?> ReadReasonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return request.ContentLength is > 0
                ? throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "The request is wrong", $"Send Content-Type: application/json and {AcceptedReason}, or no body.")
                : null;
        }

        try
        {
            var reason = (await JsonSerializer.DeserializeAsync<ReasonBody>(request.Body, ApiJson.Options, cancellationToken))?.Reason;
            return reason is not { Length: > LongestReason }
                ? reason
                : throw ApiProblemException.BadRequest($"The reason has {reason.Length} characters; accepted are up to {LongestReason}.");
        }
        catch (JsonException)
        {
            throw ApiProblemException.BadRequest($"The body is not what is asked for; accepted: {AcceptedReason}, or no body.");
        }
    }

    private static async Task<ResetBody> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "The request is wrong", $"Send Content-Type: application/json and {AcceptedBody}.");
        }

        ResetBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<ResetBody>(request.Body, ApiJson.Options, cancellationToken);
        }
        catch (JsonException)
        {
            body = null;
        }

        return body switch
        {
            null => throw ApiProblemException.BadRequest($"The body is not what is asked for; accepted: {AcceptedBody}."),
            { Reason.Length: > LongestReason } => throw ApiProblemException.BadRequest($"The reason has {body.Reason.Length} characters; accepted are up to {LongestReason}."),
            _ => body,
        };
    }
}
