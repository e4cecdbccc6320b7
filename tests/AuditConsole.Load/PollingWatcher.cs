using System.Text.Json;

namespace AuditConsole.Load;

/// <summary>Watches by asking for the status ten times a second over one connection that is kept alive.</summary>
internal sealed class PollingWatcher : Watcher
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public override async Task StartAsync(Uri server, CancellationToken cancellationToken)
    {
        Http.BaseAddress = server;
        await AskAsync(cancellationToken);
        _watching = WatchAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
        await base.DisposeAsync();
    }

    private async Task WatchAsync()
    {
        using var tick = new PeriodicTimer(s_interval);
        try
        {
            while (await tick.WaitForNextTickAsync(_stopping.Token))
            {
                await AskAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (HttpRequestException)
        {
            // What did not arrive shows in what the run counts.
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        await using var body = await Http.GetStreamAsync("api/v1/hosts/engine/status", cancellationToken);
        using var snapshot = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        Take(snapshot.RootElement);
    }
}
