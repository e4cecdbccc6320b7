using System.Net;

namespace AuditConsole.Metrics.Otlp;

/// <summary>Says when the collector stops taking metrics, and when it takes them again.</summary>
internal sealed partial class OtlpWatch(Uri endpoint, ILogger logger) : DelegatingHandler
{
    private bool _failing;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(base.Send(request, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Failed(e.Message);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Judge(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Failed(e.Message);
            throw;
        }
    }

    private HttpResponseMessage Judge(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            if (_failing)
            {
                _failing = false;
                Taken(endpoint);
            }
        }
        else
        {
            Failed($"It answered {(int)answer.StatusCode}.");
        }

        return answer;
    }

    private void Failed(string problem)
    {
        if (!_failing)
        {
            _failing = true;
            NotTaken(endpoint, problem);
        }
    }

    [LoggerMessage(50, LogLevel.Warning, "{Endpoint} does not take metrics; they are offered again at the next interval. {Problem}")]
    private partial void NotTaken(Uri endpoint, string problem);

    [LoggerMessage(51, LogLevel.Information, "{Endpoint} takes metrics again.")]
    private partial void Taken(Uri endpoint);
}
