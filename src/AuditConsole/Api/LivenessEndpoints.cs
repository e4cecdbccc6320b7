using AuditConsole.Access;
using AuditConsole.Hosting;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Api;

/// <summary>For whatever starts, watches and restarts the program.</summary>
internal static class LivenessEndpoints
{
    // An answer may be held by the kernel; that is a finding about the host, not about this program.
    private static readonly TimeSpan s_stale = TimeSpan.FromSeconds(10);

    public static void MapLiveness(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/livez", () => Results.Text("ok")).AllowAnonymous().WithSummary("The process is up");
        routes.MapGet("/readyz", async (HttpContext context, MonitoredHost host, IHistory history, TimeProvider time, CancellationToken token) =>
        {
            try
            {
                await RequireReadyAsync(host, history, time, token);
            }
            catch (Exception e) when (context.Caller() is null && (e is ApiProblemException or HistoryException))
            {
                throw ApiProblemException.Unavailable("The console is not ready; whoever signs in or sends a token is told why.");
            }

            return Results.Text("ok");
        }).AllowAnonymous().AddEndpointFilter<ProblemFilter>().WithSummary("The host answers and the history can be written");
    }

    private static async Task RequireReadyAsync(MonitoredHost host, IHistory history, TimeProvider time, CancellationToken token)
    {
        var feed = host.Monitor.Feed;
        if (feed.State.Problem is { } problem)
        {
            throw ApiProblemException.Unavailable(problem);
        }

        if (feed.Latest is not { } latest || (latest.HeldFor is null && time.GetUtcNow() - latest.At > s_stale))
        {
            throw ApiProblemException.Unavailable($"{feed.Description.Host} has not answered within {s_stale.TotalSeconds:0} s.");
        }

        await history.CheckWritableAsync(token);
    }
}
