using AuditConsole.Api;
using AuditConsole.Monitoring.History;

namespace AuditConsole.ActivityLog;

/// <summary>What was done and found, as a list and as files.</summary>
internal static class ActivityEndpoints
{
    private const int DefaultMost = 1000;
    private const int LongestWord = 100;
    private static readonly TimeSpan s_defaultRange = TimeSpan.FromHours(24);

    public static void MapActivity(this RouteGroupBuilder api)
    {
        api.MapGet("/hosts/{host}/activity", async (
            string host, string? from, string? to, string? group, string? actor, string? text, string? most,
            HostDirectory hosts, IHistory history, TimeProvider time, CancellationToken token) =>
        {
            var (start, end) = Query.Range(from, to, s_defaultRange, time.GetUtcNow());
            var filter = Filter(host, group, actor, text) with { From = start, To = end, Most = Query.Number("most", most, DefaultMost, 1, 10_000) };
            await hosts.RequireAsync(host, token);
            return TypedResults.Ok((await history.FindActivityAsync(filter, token)).Select(ActivityPayload.Of).ToList());
        }).WithSummary("Who did what when, with returned values; newest first");

        api.MapGet("/hosts/{host}/activity.csv", (string host, string? from, string? to, string? group, string? actor, string? text, HostDirectory hosts, IHistory history, CancellationToken token) =>
            FileAsync(host, Filter(host, group, actor, text), from, to, asCsv: true, hosts, history, token))
            .WithSummary("All entries of the activity as CSV (RFC 4180), newest first; from, to, group, actor and text as for activity");
        api.MapGet("/hosts/{host}/activity.json", (string host, string? from, string? to, string? group, string? actor, string? text, HostDirectory hosts, IHistory history, CancellationToken token) =>
            FileAsync(host, Filter(host, group, actor, text), from, to, asCsv: false, hosts, history, token))
            .WithSummary("The same as JSON");
    }

    private static async Task<IResult> FileAsync(
        string host, ActivityFilter filter, string? from, string? to, bool asCsv, HostDirectory hosts, IHistory history, CancellationToken cancellationToken)
    {
        await hosts.RequireAsync(host, cancellationToken);
        return await ActivityFile.OpenAsync(history, filter with { From = Query.Time("from", from) ?? filter.From, To = Query.Time("to", to) ?? filter.To }, asCsv, cancellationToken);
    }

    private static ActivityFilter Filter(string host, string? group, string? actor, string? text)
    {
        var kinds = ActivityGroup.Find(group)
            ?? throw ApiProblemException.BadRequest($"group is \"{group}\"; accepted are {ActivityGroup.Names}.");
        return new ActivityFilter(host) { Kinds = kinds.Kinds, Actor = Word("actor", actor), Text = Word("text", text) };
    }

    private static string? Word(string name, string? value) => value switch
    {
        null or "" => null,
        { Length: > LongestWord } => throw ApiProblemException.BadRequest($"{name} has {value.Length} characters; accepted are up to {LongestWord}."),
        _ => value,
    };
}
