using System.Net.Sockets;
using System.Text.Json;

namespace AuditConsole.Load;

/// <summary>A snapshot as a client got it.</summary>
/// <param name="At">The server's time of the sample.</param>
/// <param name="Delay">How much later the client had it; both are clocks of one machine.</param>
internal readonly record struct Received(DateTimeOffset At, TimeSpan Delay);

/// <summary>A client that watches the engine's snapshots in one way or another.</summary>
internal abstract class Watcher : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Received> _received = [];

    protected Watcher() => Http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync, UseProxy = false });

    public WireCount Wire { get; } = new();

    public IReadOnlyList<Received> Received
    {
        get
        {
            lock (_gate)
            {
                return [.. _received];
            }
        }
    }

    protected HttpClient Http { get; }

    /// <summary>Connects; returns once the first snapshot is there, and goes on until disposed.</summary>
    public abstract Task StartAsync(Uri server, CancellationToken cancellationToken);

    public virtual ValueTask DisposeAsync()
    {
        Http.Dispose();
        return ValueTask.CompletedTask;
    }

    protected void Take(JsonElement snapshot)
    {
        var at = snapshot.GetProperty("at").GetDateTimeOffset();
        lock (_gate)
        {
            _received.Add(new Received(at, TimeProvider.System.GetUtcNow() - at));
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new CountingStream(new NetworkStream(socket, ownsSocket: true), Wire);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
