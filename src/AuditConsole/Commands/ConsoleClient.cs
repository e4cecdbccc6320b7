using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AuditConsole.Commands;

/// <summary>A running console, asked through its API.</summary>
internal sealed class ConsoleClient : IAuditHost
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http;
    private string? _host;

    /// <param name="address">Where it listens.</param>
    /// <param name="token">What it is to be shown; <see langword="null"/> where nothing is asked for.</param>
    /// <param name="host">The host's key; the one that the console watches where it is <see langword="null"/>.</param>
    /// <exception cref="CommandFailure">The token would cross a network in clear.</exception>
    public ConsoleClient(Uri address, string? token, string? host)
    {
        if (token is not null && address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new CommandFailure($"The token is not sent to {address}, where everybody on the way could read it. Name an https address in --url.", ExitCode.Usage);
        }

        _host = host;
        _http = new HttpClient { BaseAddress = address, Timeout = s_patience };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<JsonElement> StatusAsync(CancellationToken cancellationToken) => await GetAsync(await RouteAsync("status", cancellationToken), cancellationToken);

    public async Task<JsonElement> ResetAsync(string name, string? kind, string? reason, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Post, await RouteAsync($"{name}/reset", cancellationToken), new Dictionary<string, object?> { ["kind"] = kind, ["reason"] = reason }, cancellationToken);

    public async Task<JsonElement> SetAsync(IReadOnlyDictionary<string, uint> fields, int? confirmWithin, string? reason, string? confirmHost, CancellationToken cancellationToken)
    {
        var body = fields.ToDictionary(field => field.Key, field => (object?)field.Value);
        body["reason"] = reason;
        body["confirm_host"] = confirmHost;
        return await SendAsync(HttpMethod.Patch, await RouteAsync(confirmWithin is { } seconds ? $"status?confirm_within={seconds}" : "status", cancellationToken), body, cancellationToken);
    }

    /// <summary>A route of the host, such as <c>polls</c>.</summary>
    public async Task<string> RouteAsync(string route, CancellationToken cancellationToken)
    {
        _host ??= (await GetAsync("api/v1/hosts", cancellationToken))[0].GetProperty("host").GetString();
        return $"api/v1/hosts/{Uri.EscapeDataString(_host!)}/{route}";
    }

    public Task<JsonElement> GetAsync(string route, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, route, null, cancellationToken);

    public async Task<JsonElement> SendAsync(HttpMethod method, string route, Dictionary<string, object?>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(route, UriKind.Relative));
        request.Content = body is null ? null : JsonContent.Create(body.Where(field => field.Value is not null).ToDictionary());
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return answer.IsSuccessStatusCode ? Parse(text) : throw Failure(answer.StatusCode, text);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e.Message);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable($"no answer within {s_patience.TotalSeconds:0} s");
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private JsonElement Parse(string text)
    {
        try
        {
            return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            throw new CommandFailure($"What answers at {_http.BaseAddress} is no AuditConsole.", ExitCode.Unreachable);
        }
    }

    private CommandFailure Unreachable(string why) => new(
        $"No console answers at {_http.BaseAddress} ({why.TrimEnd('.')}). Start it, name its address in --url, or ask this machine's kernel itself with --direct.", ExitCode.Unreachable);

    private static CommandFailure Failure(HttpStatusCode code, string text)
    {
        var detail = Detail(text) ?? $"The console answered {(int)code}.";
        return code switch
        {
            HttpStatusCode.Unauthorized => new($"{detail} Put a token into AUDITCONSOLE_TOKEN, or name its file in --token-file.", ExitCode.NotAllowed),
            HttpStatusCode.Forbidden => new(detail, ExitCode.NotAllowed),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnsupportedMediaType => new(detail, ExitCode.Usage),
            HttpStatusCode.ServiceUnavailable => new(detail, ExitCode.Unreachable),
            _ => new(detail, ExitCode.Refused),
        };
    }

    private static string? Detail(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text) is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
