using AuditConsole.Access;
using AuditConsole.Api;
using AuditConsole.Monitoring.Changes;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Configure;

/// <summary>Changing the audit configuration.</summary>
internal static class ChangeEndpoints
{
    public static void MapChanges(this RouteGroupBuilder api)
    {
        api.MapPatch("/hosts/{host}/status", async (string host, string? confirm_within, HttpRequest request, HostDirectory hosts, CancellationToken token) =>
        {
            var monitor = await hosts.MonitorAsync(host, token);
            var body = await ChangeBody.ReadAsync(request, token);
            var asked = body.ToRequest(host, Within(confirm_within));
            request.HttpContext.Demand(ChangeRoles.For(asked));
            var change = await monitor.ChangeAsync(asked, By(request.HttpContext, body.Reason), token);
            var isPending = change.State == ChangeState.Pending;
            return TypedResults.Ok(new ChangedStatusPayload(StatusPayload.Of(monitor.Feed.Description, monitor.Feed.Latest!))
            {
                ChangeId = isPending ? change.Id : null,
                RevertsAt = change.RevertsAt,
                Note = change.Note,
            });
        }).Needs(ConsoleRole.Operator).Accepts<ChangeBody>("application/json").WithSummary("Change the configuration, field by field, and read it back; with confirm_within the old values return after that many seconds unless confirmed");

        api.MapPost("/hosts/{host}/status/preview", async (string host, HttpRequest request, HostDirectory hosts, ChangePreviews previews, CancellationToken token) =>
        {
            await hosts.MonitorAsync(host, token);
            var body = await ChangeBody.ReadAsync(request, token);
            return TypedResults.Ok(PreviewPayload.Of(await previews.PreviewAsync((body with { ConfirmHost = host }).ToRequest(host, null), token)));
        }).Needs(ConsoleRole.Operator).Accepts<ChangeBody>("application/json").WithSummary("What a change would do; nothing is changed");

        api.MapGet("/hosts/{host}/changes", async (string host, HostDirectory hosts, CancellationToken token) =>
        {
            var state = (await hosts.MonitorAsync(host, token)).Feed.State;
            return TypedResults.Ok(new ChangesPayload(state.PendingChange is { } pending ? ChangePayload.Of(pending) : null, [.. state.PastChanges.Select(ChangePayload.Of)]));
        }).WithSummary("The change that waits to be confirmed, and the last ones that are over");

        api.MapPost("/hosts/{host}/changes/{id}/confirm", async (string host, string id, HttpContext context, HostDirectory hosts, CancellationToken token) =>
        {
            var monitor = await KnownAsync(host, id, hosts, token);
            return TypedResults.Ok(ChangePayload.Of(await monitor.ConfirmChangeAsync(id, By(context), token)));
        }).Needs(ConsoleRole.Operator).WithSummary("Keep the change that waits to be confirmed");

        api.MapPost("/hosts/{host}/changes/{id}/revert", async (string host, string id, HttpContext context, HostDirectory hosts, CancellationToken token) =>
        {
            var monitor = await KnownAsync(host, id, hosts, token);
            return TypedResults.Ok(ChangePayload.Of(await monitor.RevertChangeAsync(id, By(context), token)));
        }).Needs(ConsoleRole.Operator).WithSummary("Take the change that waits to be confirmed back now");

        api.MapGet("/hosts/{host}/configuration/{file}", async (string host, string file, HostDirectory hosts, CancellationToken token) =>
        {
            var feed = (await hosts.MonitorAsync(host, token)).Feed;
            var latest = feed.Latest ?? throw ApiProblemException.Unavailable(feed.State.Problem ?? $"{host} has not answered yet; try again in a second.");
            return new MakeItLast(latest.Status).File(file) is { } text
                ? TypedResults.Text(text, "text/plain")
                : throw new ApiProblemException(StatusCodes.Status404NotFound, "Unknown file", $"There is no file {file}; there are 90-auditconsole.rules, tuned.conf and audit.sh.");
        }).WithSummary("Files that give a machine the values it runs with again at each boot: 90-auditconsole.rules, tuned.conf or audit.sh");
    }

    // Who asks, for all of these routes.
    private static Requester By(HttpContext context, string? reason = null) => context.Requester(reason);

    private static TimeSpan? Within(string? seconds) => seconds is null
        ? null
        : TimeSpan.FromSeconds(Query.Number("confirm_within", seconds, 0, (int)ChangeRules.ShortestConfirm.TotalSeconds, (int)ChangeRules.LongestConfirm.TotalSeconds));

    private static async Task<IHostMonitor> KnownAsync(string host, string id, HostDirectory hosts, CancellationToken cancellationToken)
    {
        var monitor = await hosts.MonitorAsync(host, cancellationToken);
        var state = monitor.Feed.State;
        return state.PendingChange?.Id == id || state.PastChanges.Any(past => past.Id == id)
            ? monitor
            : throw new ApiProblemException(StatusCodes.Status404NotFound, "Unknown change", $"There is no change \"{id}\"; GET /api/v1/hosts/{host}/changes lists those there are.");
    }
}
