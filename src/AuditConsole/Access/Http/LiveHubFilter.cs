using AuditConsole.Access.SigningIn;
using Microsoft.AspNetCore.SignalR;

namespace AuditConsole.Access.Http;

/// <summary>Ends a hub connection as soon as whoever opened it loses the right to it.</summary>
internal sealed class LiveHubFilter(LiveConnections connections) : IHubFilter
{
    private static readonly object s_key = new();

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (Caller.Of(context.Context.User) is { } caller)
        {
            context.Context.Items[s_key] = connections.Add(caller, context.Context.Abort);
        }

        await next(context);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        (context.Context.Items[s_key] as IDisposable)?.Dispose();
        return next(context, exception);
    }
}
