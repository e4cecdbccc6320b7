using System.Net;
using System.Net.Http.Headers;

namespace AuditConsole.Alerts.Delivery;

/// <summary>How a post ended.</summary>
/// <param name="Error">Why it was not taken; <see langword="null"/> when it was.</param>
/// <param name="IsFinal">Whether the same post would be refused again.</param>
public readonly record struct PostResult(string? Error, bool IsFinal = false);

/// <summary>Posts to one receiver. Neither the path of its address nor its secret is in any word it returns.</summary>
public sealed class WebhookSender(WebhookSettings webhook, TimeSpan resendInterval, IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "alerts";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Posts a notice once.</summary>
    public async Task<PostResult> PostAsync(AlertNotice notice, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url);
            request.Content = new ByteArrayContent(webhook.Format == WebhookFormat.Alertmanager
                ? AlertmanagerPayload.Write(notice, resendInterval, time.GetUtcNow())
                : GenericPayload.Write(notice));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (webhook.SecretFile is { } file)
            {
                request.Headers.TryAddWithoutValidation(webhook.SecretHeader, (await File.ReadAllTextAsync(file, either.Token)).Trim());
            }

            using var client = clients.CreateClient(ClientName);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Of(answer.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PostResult($"It did not answer within {s_patience.TotalSeconds:0} s.");
        }
        catch (HttpRequestException e)
        {
            return new PostResult($"It cannot be reached ({e.HttpRequestError}{(e.InnerException is System.Net.Sockets.SocketException socket ? $", {socket.SocketErrorCode}" : "")}).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PostResult($"The file with its secret cannot be read ({e.GetType().Name}).");
        }
    }

    private static PostResult Of(HttpStatusCode code) => (int)code switch
    {
        >= 200 and < 300 => new PostResult(null),
        >= 300 and < 400 => new PostResult($"It answered {(int)code}; a redirection is not followed, so set the address that it leads to.", IsFinal: true),
        408 or 425 or 429 or >= 500 => new PostResult($"It answered {(int)code}."),
        _ => new PostResult($"It answered {(int)code}, which it would again: look at its address, format and secret.", IsFinal: true),
    };
}
