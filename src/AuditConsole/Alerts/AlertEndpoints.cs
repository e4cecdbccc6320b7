using System.Text.Json;
using AuditConsole.Access;
using AuditConsole.Api;
using AuditConsole.Monitoring.Alerts;

namespace AuditConsole.Alerts;

/// <summary>What a silence is asked with.</summary>
public sealed record SilenceBody
{
    /// <summary>How long, in seconds.</summary>
    public required double ForSeconds { get; init; }

    /// <summary>Why, in the operator's words.</summary>
    public string? Reason { get; init; }
}

/// <summary>Alerts and silences over HTTP.</summary>
internal static class AlertEndpoints
{
    public const int LongestReason = 200;
    private const string Accepted = """{"for_seconds":3600,"reason":"load test"}, with "reason" if you like""";

    public static void MapAlerts(this RouteGroupBuilder api)
    {
        api.MapGet("/hosts/{host}/alerts", async (string host, HostDirectory hosts, IAlerts alerts, CancellationToken token) =>
        {
            await hosts.MonitorAsync(host, token);
            return TypedResults.Ok(AlertsPayload.Of(alerts));
        }).WithSummary("Every alert rule, where it stands and what to do; alerts that are over; how receivers stand");

        api.MapPost("/hosts/{host}/alerts/{rule}/silence", async (string host, string rule, HttpRequest request, HostDirectory hosts, IAlerts alerts, CancellationToken token) =>
        {
            await hosts.MonitorAsync(host, token);
            RequireRule(rule);
            var body = await ReadBodyAsync(request, token);
            return TypedResults.Ok(SilencePayload.Of(await alerts.SilenceAsync(rule, TimeSpan.FromSeconds(body.ForSeconds), request.HttpContext.Requester(body.Reason), token)));
        }).Needs(ConsoleRole.Operator).Accepts<SilenceBody>("application/json").WithSummary("Tell nobody of this rule's alert for a while; it is still judged and shown");

        api.MapDelete("/hosts/{host}/alerts/{rule}/silence", async (string host, string rule, HttpContext context, HostDirectory hosts, IAlerts alerts, CancellationToken token) =>
        {
            await hosts.MonitorAsync(host, token);
            RequireRule(rule);
            return await alerts.EndSilenceAsync(rule, context.Requester(), token) is null
                ? throw new ApiProblemException(StatusCodes.Status404NotFound, "No silence", $"{rule} is not silenced; GET /api/v1/hosts/{host}/alerts says which rules are.")
                : Results.NoContent();
        }).Needs(ConsoleRole.Operator).Produces(StatusCodes.Status204NoContent).WithSummary("End the silence of this rule");
    }

    private static void RequireRule(string rule)
    {
        if (AlertRules.Kinds.All(kind => kind.Name != rule))
        {
            throw new ApiProblemException(
                StatusCodes.Status404NotFound, "Unknown rule", $"There is no rule \"{rule}\"; there are {string.Join(", ", AlertRules.Kinds.Select(kind => kind.Name))}.");
        }
    }

    private static async Task<SilenceBody> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "The request is wrong", $"Send Content-Type: application/json and {Accepted}.");
        }

        SilenceBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<SilenceBody>(request.Body, ApiJson.Options, cancellationToken);
        }
        catch (JsonException)
        {
            body = null;
        }

        return body switch
        {
            null => throw ApiProblemException.BadRequest($"The body is not what is asked for; accepted: {Accepted}."),
            { ForSeconds: var time } when !(time >= 1 && time <= AlertKeeper.LongestSilence.TotalSeconds) =>
                throw ApiProblemException.BadRequest(FormattableString.Invariant($"for_seconds is {time}; accepted are 1 to {AlertKeeper.LongestSilence.TotalSeconds} (30 days).")),
            { Reason.Length: > LongestReason } => throw ApiProblemException.BadRequest($"The reason has {body.Reason.Length} characters; accepted are up to {LongestReason}."),
            _ => body,
        };
    }
}
