using System.Text.Json;
using System.Text.Json.Serialization;
using AuditConsole.Api;
using AuditConsole.Monitoring.Changes;

namespace AuditConsole.Configure;

/// <summary>A change as it is sent: any of the five fields.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ChangeBody
{
    internal const int LongestReason = 500;
    private const string Accepted = """{"backlog_limit":8192}, or any of backlog_limit, backlog_wait_time, rate_limit, failure and enabled as whole numbers from 0, with "reason" if you like and "confirm_host" for "enabled":2""";
    private const uint Locked = 2;

    /// <summary>In records; 0 = no limit.</summary>
    public uint? BacklogLimit { get; init; }

    /// <summary>In ticks.</summary>
    public uint? BacklogWaitTime { get; init; }

    /// <summary>In records a second; 0 = no limit.</summary>
    public uint? RateLimit { get; init; }

    /// <summary>0 silent, 1 printk, 2 panic.</summary>
    public uint? Failure { get; init; }

    /// <summary>0 off, 1 on, 2 on and locked until the next boot.</summary>
    public uint? Enabled { get; init; }

    /// <summary>The host's key once more, needed for <c>enabled</c> 2.</summary>
    public string? ConfirmHost { get; init; }

    /// <summary>Why; kept with the activity.</summary>
    public string? Reason { get; init; }

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="ApiProblemException">It is not one.</exception>
    internal static async Task<ChangeBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw new ApiProblemException(StatusCodes.Status415UnsupportedMediaType, "The request is wrong", $"Send Content-Type: application/json and {Accepted}.");
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<ChangeBody>(request.Body, ApiJson.Options, cancellationToken) ?? throw new JsonException("It is null.");
            return body.Reason is not { Length: > LongestReason }
                ? body
                : throw ApiProblemException.BadRequest($"The reason has {body.Reason.Length} characters; accepted are up to {LongestReason}.");
        }
        catch (JsonException e)
        {
            var where = e.Path is { Length: > 1 } path ? $" at {path[2..]}" : "";
            throw ApiProblemException.BadRequest($"The body is not what is asked for{where}; accepted: {Accepted}.");
        }
    }

    /// <summary>The change that it asks for.</summary>
    /// <exception cref="ApiProblemException">It would lock a host that it does not name.</exception>
    internal ConfigChangeRequest ToRequest(string host, TimeSpan? confirmWithin) => Enabled == Locked && ConfirmHost != host
        ? throw ApiProblemException.BadRequest($"enabled 2 locks the configuration of {host} until its next boot. To mean that, add \"confirm_host\":\"{host}\".")
        : new ConfigChangeRequest
        {
            BacklogLimit = BacklogLimit,
            BacklogWaitTime = BacklogWaitTime,
            RateLimit = RateLimit,
            Failure = Failure,
            Enabled = Enabled,
            ConfirmWithin = confirmWithin,
        };
}
