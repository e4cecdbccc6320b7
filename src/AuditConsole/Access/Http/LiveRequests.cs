using AuditConsole.Access.SigningIn;
using AuditConsole.Api;

namespace AuditConsole.Access.Http;

/// <summary>Ends what a request still sends, and the connection of a circuit, when whoever opened it loses the right to it.</summary>
internal static class LiveRequests
{
    /// <summary>How many tabs one session may have open.</summary>
    public const int MostOfSession = 64;

    // A circuit is told, and leads its page to the sign-in; a browser that does not follow is cut off.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(3);

    public static void UseLiveRequests(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Caller() is not { } caller || caller is { Session: null, Token: null })
        {
            await next(context);
            return;
        }

        var connections = context.RequestServices.GetRequiredService<LiveConnections>();
        var isCircuit = context.Request.Path.StartsWithSegments("/_blazor");
        if (isCircuit && caller.Session is { } session && connections.Count(session) >= MostOfSession)
        {
            await new ApiProblemException(StatusCodes.Status429TooManyRequests, "Too many pages", $"This session has {MostOfSession} pages and requests open; close some.").ToResult().ExecuteAsync(context);
            return;
        }

        using (connections.Add(caller, () => End(context, isCircuit)))
        {
            await next(context);
        }
    });

    private static void End(HttpContext context, bool isCircuit)
    {
        if (!isCircuit)
        {
            // The request that takes the right away, such as a change of one's own password, has its answer still to send.
            if (context.Response.HasStarted)
            {
                context.Abort();
            }

            return;
        }

        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var gone = context.RequestAborted;
        _ = Task.Delay(s_grace, time, gone).ContinueWith(
            wait =>
            {
                if (wait.IsCompletedSuccessfully)
                {
                    context.Abort();
                }
            },
            TaskScheduler.Default);
    }
}
