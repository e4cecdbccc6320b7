using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AuditConsole.Load;

/// <summary>A hub connection over a WebSocket that the caller opens: a real one, or a test server's.</summary>
public static class WebSocketHub
{
    /// <summary>Builds a connection that opens its socket with <paramref name="open"/> when it is started.</summary>
    public static HubConnection Build(Uri hub, Func<Uri, CancellationToken, Task<WebSocket>> open)
    {
        var builder = new HubConnectionBuilder();
        builder.AddJsonProtocol();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(hub));
        builder.Services.AddSingleton<IConnectionFactory>(new SocketFactory(open));
        return builder.Build();
    }

    private sealed class SocketFactory(Func<Uri, CancellationToken, Task<WebSocket>> open) : IConnectionFactory
    {
        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken = default) =>
            new SocketConnection(await open(((UriEndPoint)endPoint).Uri, cancellationToken));
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>The socket as the two pipes that SignalR reads and writes.</summary>
    private sealed class SocketConnection : ConnectionContext
    {
        private const int ReadSize = 4096;

        private readonly WebSocket _socket;
        private readonly Pipe _received = new();
        private readonly Pipe _toSend = new();
        private readonly Task _pumping;

        public SocketConnection(WebSocket socket)
        {
            _socket = socket;
            Transport = new Duplex(_received.Reader, _toSend.Writer);
            _pumping = Task.WhenAll(ReceiveAsync(), SendAsync());
        }

        public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("n");

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override IDuplexPipe Transport { get; set; }

        public override async ValueTask DisposeAsync()
        {
            await _toSend.Writer.CompleteAsync();
            _socket.Abort();
            await _pumping;
            _socket.Dispose();
            await base.DisposeAsync();
        }

        private async Task ReceiveAsync()
        {
            Exception? broken = null;
            try
            {
                while (true)
                {
                    var received = await _socket.ReceiveAsync(_received.Writer.GetMemory(ReadSize), CancellationToken.None);
                    _received.Writer.Advance(received.Count);
                    if (received.MessageType == WebSocketMessageType.Close || (await _received.Writer.FlushAsync()).IsCompleted)
                    {
                        break;
                    }
                }
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                broken = e;
            }

            await _received.Writer.CompleteAsync(broken);
        }

        private async Task SendAsync()
        {
            try
            {
                ReadResult read;
                do
                {
                    read = await _toSend.Reader.ReadAsync();
                    foreach (var part in read.Buffer)
                    {
                        await _socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                    }

                    _toSend.Reader.AdvanceTo(read.Buffer.End);
                }
                while (!read.IsCompleted);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
            {
                await _toSend.Reader.CompleteAsync(e);
            }
        }
    }
}
