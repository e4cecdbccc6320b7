using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Windows;

namespace AuditConsole.Api;

/// <summary>Windows of a range as files: every one of them, or as few rows as asked for.</summary>
internal static class ExportEndpoints
{
    private const int MostPoints = 20_000;
    private static readonly TimeSpan s_defaultRange = TimeSpan.FromHours(24);

    public static void MapExports(this RouteGroupBuilder api)
    {
        Map(api, "csv", "as CSV (RFC 4180), the header naming the fields of polls");
        Map(api, "json", "in the form of polls");
    }

    private static void Map(RouteGroupBuilder api, string ending, string form) =>
        api.MapGet($"/hosts/{{host}}/polls.{ending}", async (
            string host, string? from, string? to, string? points, HostDirectory hosts, IHistory history, TimeProvider time, CancellationToken token) =>
        {
            var range = Query.Range(from, to, s_defaultRange, time.GetUtcNow());
            var rows = points is null ? null : (int?)Query.Number("points", points, 0, 1, MostPoints);
            await hosts.RequireAsync(host, token);
            var windows = rows is { } most ? ReducedAsync(history, host, range, most, token) : EveryWindow.ReadAsync(history, host, range.From, range.To, token);
            return await PollsFile.OpenAsync(host, range, ending == "csv", windows, token);
        }).WithSummary($"Every window of a range, oldest first, {form}; with points, at most so many rows, as polls has them");

    private static async IAsyncEnumerable<PollWindow> ReducedAsync(
        IHistory history, string host, (DateTimeOffset From, DateTimeOffset To) range, int points,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var window in await history.PollsAsync(host, range.From, range.To, points, cancellationToken))
        {
            yield return window;
        }
    }
}
