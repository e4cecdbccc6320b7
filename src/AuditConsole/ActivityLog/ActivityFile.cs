using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using AuditConsole.Api;
using AuditConsole.Monitoring.History;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.ActivityLog;

/// <summary>Entries of the activity as a file that is written while they are read, a page at a time.</summary>
internal sealed class ActivityFile(IHistory history, ActivityFilter filter, IReadOnlyList<KeptActivity> first, bool asCsv) : IResult
{
    private const int Page = 1000;

    /// <summary>A file whose first page has been read, so that a history which cannot be read is told before anything is sent.</summary>
    public static async Task<ActivityFile> OpenAsync(IHistory history, ActivityFilter filter, bool asCsv, CancellationToken cancellationToken)
    {
        var pages = filter with { Most = Page };
        return new(history, pages, await history.FindActivityAsync(pages, cancellationToken), asCsv);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, token) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = asCsv ? "text/csv; charset=utf-8; header=present" : "application/json; charset=utf-8";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{filter.Host}-activity.{(asCsv ? "csv" : "json")}");
        response.Headers.ContentDisposition = disposition.ToString();
        var output = response.BodyWriter;
        try
        {
            Write(output, asCsv ? CsvLine.Of(CsvLine.Names<ActivityPayload>()) : "[");
            var page = first;
            for (var isFirst = true; page.Count > 0; page = await history.FindActivityAsync(filter with { After = page[^1] }, token))
            {
                foreach (var kept in page)
                {
                    var json = JsonSerializer.SerializeToElement(ActivityPayload.Of(kept), ApiJson.Options);
                    Write(output, asCsv ? CsvLine.Of(json) : (isFirst ? "\n" : ",\n") + json.GetRawText());
                    isFirst = false;
                }

                await output.FlushAsync(token);
            }

            Write(output, asCsv ? "" : "]");
            await output.FlushAsync(token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
    }

    private static void Write(PipeWriter output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
