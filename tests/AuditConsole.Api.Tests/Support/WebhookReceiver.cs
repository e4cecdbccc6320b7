using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AuditConsole.Api.Tests.Support;

/// <summary>Something that was posted.</summary>
internal sealed record Posted(string Path, JsonElement Body, string? Authorization);

/// <summary>A receiver of webhooks on a port of 127.0.0.1, which answers as a test tells it to.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly Channel<Posted> _posts = Channel.CreateUnbounded<Posted>();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private WebApplication? _server;
    private int _port;

    public Uri Address => new($"http://127.0.0.1:{_port}/hook/secret-path");

    /// <summary>How many posts came, whatever was answered.</summary>
    public int Count { get; private set; }

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver.ListenAsync();
        return receiver;
    }

    /// <summary>Listens, on the same port as before if it did before.</summary>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, _port, listen => listen.Protocols = HttpProtocols.Http1));
        _server = builder.Build();
        _server.MapPost("/{**path}", TakeAsync);
        await _server.StartAsync(TestContext.Current.CancellationToken);
        _port = new Uri(_server.Urls.First()).Port;
    }

    public async Task StopAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>Answers the next posts with these codes, in order; 200 after them.</summary>
    public void Answer(params int[] codes)
    {
        foreach (var code in codes)
        {
            Answer(context =>
            {
                context.Response.StatusCode = code;
                return Task.CompletedTask;
            });
        }
    }

    public void Answer(Func<HttpContext, Task> answer) => _answers.Enqueue(answer);

    public async Task<Posted> NextAsync() => await _posts.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private async Task TakeAsync(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        Count++;
        _posts.Writer.TryWrite(new Posted(context.Request.Path, body, context.Request.Headers.Authorization));
        if (_answers.TryDequeue(out var answer))
        {
            await answer(context);
        }
    }
}
