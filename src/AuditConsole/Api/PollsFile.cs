using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using AuditConsole.Monitoring.Windows;
using Microsoft.Net.Http.Headers;

namespace AuditConsole.Api;

/// <summary>The windows of a range as a file that is written while they are read.</summary>
/// <param name="name">The file's name without its ending.</param>
/// <param name="asCsv">CSV, or else JSON in the form of <c>polls</c>.</param>
/// <param name="windows">What is written.</param>
internal sealed class PollsFile(string name, bool asCsv, IAsyncEnumerator<PollWindow> windows) : IResult
{
    private const int FlushBytes = 64 * 1024;

    /// <summary>A file whose first window has been read, so that a history which cannot be read is told before anything is sent.</summary>
    public static async Task<PollsFile> OpenAsync(
        string host, (DateTimeOffset From, DateTimeOffset To) range, bool asCsv, IAsyncEnumerable<PollWindow> windows, CancellationToken cancellationToken)
    {
        var name = $"{host}-{Stamp(range.From)}-{Stamp(range.To)}";
        var rows = Peeked(windows.GetAsyncEnumerator(cancellationToken));
        await rows.MoveNextAsync();
        return new PollsFile(name, asCsv, rows);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, token) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = asCsv ? "text/csv; charset=utf-8; header=present" : "application/json; charset=utf-8";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{name}.{(asCsv ? "csv" : "json")}");
        response.Headers.ContentDisposition = disposition.ToString();
        var output = response.BodyWriter;
        try
        {
            Begin(output);
            for (var first = true; await windows.MoveNextAsync(); first = false)
            {
                Write(output, PollPayload.Of(windows.Current), first);
                if (output.UnflushedBytes >= FlushBytes)
                {
                    await output.FlushAsync(token);
                }
            }

            output.Write(asCsv ? ""u8 : "]}"u8);
            await output.FlushAsync(token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        finally
        {
            await windows.DisposeAsync();
        }
    }

    private void Begin(PipeWriter output)
    {
        if (asCsv)
        {
            CsvPolls.WriteHeader(output);
        }
        else
        {
            output.Write("{\"polls\":["u8);
        }
    }

    private void Write(PipeWriter output, PollPayload poll, bool first)
    {
        if (asCsv)
        {
            CsvPolls.WriteLine(output, poll);
            return;
        }

        output.Write(first ? "\n"u8 : ",\n"u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(poll, ApiJson.Options));
    }

    // The first step reads the first window and answers nothing; every further one answers a window.
    private static async IAsyncEnumerator<PollWindow> Peeked(IAsyncEnumerator<PollWindow> windows)
    {
        await using (windows)
        {
            var more = await windows.MoveNextAsync();
            yield return null!;
            for (; more; more = await windows.MoveNextAsync())
            {
                yield return windows.Current;
            }
        }
    }

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
