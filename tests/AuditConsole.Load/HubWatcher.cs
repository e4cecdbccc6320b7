using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace AuditConsole.Load;

/// <summary>Watches through the hub's stream.</summary>
internal sealed class HubWatcher : Watcher
{
    private readonly CancellationTokenSource _stopping = new();
    private HubConnection? _connection;
    private Task _watching = Task.CompletedTask;

    public override async Task StartAsync(Uri server, CancellationToken cancellationToken)
    {
        _connection = WebSocketHub.Build(new UriBuilder(new Uri(server, "hubs/audit")) { Scheme = "ws" }.Uri, OpenAsync);
        await _connection.StartAsync(cancellationToken);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _watching = WatchAsync(_connection, first);
        await first.Task.WaitAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _stopping.Dispose();
        await base.DisposeAsync();
    }

    private async Task WatchAsync(HubConnection connection, TaskCompletionSource first)
    {
        try
        {
            await foreach (var snapshot in connection.StreamAsync<JsonElement>("Snapshots", "engine", _stopping.Token))
            {
                Take(snapshot);
                first.TrySetResult();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // What did not arrive shows in what the run counts; only a client that never began has to say why.
            first.TrySetException(e);
        }
    }

    private async Task<WebSocket> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, Http, cancellationToken);
        return socket;
    }
}
