using AuditConsole.Monitoring.History;

namespace AuditConsole.Api;

/// <summary>What can be read of hosts.</summary>
internal static class HostEndpoints
{
    private const int DefaultPoints = 2000;
    private const int MostPoints = 20_000;
    private const int MostSeconds = 300;
    private static readonly TimeSpan s_defaultRange = TimeSpan.FromHours(24);

    public static void MapHosts(this RouteGroupBuilder api)
    {
        api.MapGet("/hosts", async (HostDirectory hosts, CancellationToken token) => TypedResults.Ok(await hosts.ListAsync(token)))
            .WithSummary("The host watched here, and hosts known from an import");

        api.MapGet("/hosts/{host}/status", async (string host, HostDirectory hosts, CancellationToken token) =>
        {
            var feed = (await hosts.MonitorAsync(host, token)).Feed;
            return feed.Latest is { } latest
                ? TypedResults.Ok(StatusPayload.Of(feed.Description, latest))
                : throw ApiProblemException.Unavailable(feed.State.Problem ?? $"{host} has not answered yet; try again in a second.");
        }).WithSummary("What the audit subsystem says of itself now, and the mark shown");

        api.MapGet("/hosts/{host}/snapshots", async (string host, string? seconds, HostDirectory hosts, TimeProvider time, CancellationToken token) =>
        {
            var since = time.GetUtcNow() - TimeSpan.FromSeconds(Query.Number("seconds", seconds, MostSeconds, 1, MostSeconds));
            var recent = (await hosts.MonitorAsync(host, token)).Feed.RecentSnapshots.Where(snapshot => snapshot.At >= since && snapshot.HeldFor is null).ToList();
            return TypedResults.Ok(new SnapshotsPayload([.. recent.Select(snapshot => snapshot.At.ToUnixTimeMilliseconds())], [.. recent.Select(snapshot => snapshot.Status.Backlog)]));
        }).WithSummary("The sampled backlog of the last minutes");

        api.MapGet("/hosts/{host}/polls", async (
            string host, string? from, string? to, string? points, HostDirectory hosts, IHistory history, TimeProvider time, CancellationToken token) =>
        {
            var (start, end) = Query.Range(from, to, s_defaultRange, time.GetUtcNow());
            var rows = Query.Number("points", points, DefaultPoints, 1, MostPoints);
            await hosts.RequireAsync(host, token);
            var windows = await history.PollsAsync(host, start, end, rows, token);
            return TypedResults.Ok(new PollsPayload([.. windows.Select(PollPayload.Of)]));
        }).WithSummary("Windows of a range, oldest first; never more than points rows, and each holds the highest peak of the windows it stands for");
    }
}
