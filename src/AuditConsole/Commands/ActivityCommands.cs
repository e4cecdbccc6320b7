using System.CommandLine;
using System.Text.Json;
using AuditConsole.ActivityLog;
using AuditConsole.Api;
using AuditConsole.Monitoring.History;

namespace AuditConsole.Commands;

/// <summary>Who did what, from a running console; and whether the list is whole, from the history itself.</summary>
internal static class ActivityCommands
{
    public static Command Create(HostOptions host, IConfiguration configuration)
    {
        var group = new Option<string?>("--group") { Description = $"One of {ActivityGroup.Names}", HelpName = "GROUP" };
        var actor = new Option<string?>("--actor") { Description = "Who did it", HelpName = "NAME" };
        var text = new Option<string?>("--text") { Description = "What an entry contains", HelpName = "TEXT" };
        var from = new Option<string?>("--from") { Description = "Start, as RFC 3339; 24 hours ago where it is left out", HelpName = "TIME" };
        var most = new Option<int?>("--most") { Description = "At most so many entries", HelpName = "COUNT" };
        var activity = new Command("activity", "Print who reset or changed what, the newest first") { group, actor, text, from, most, Verify(configuration) };
        host.AddTo(activity);
        activity.SetAction((parsed, token) => CommandFailure.CatchAsync(async () =>
        {
            await using var console = host.OpenConsole(parsed);
            (string Name, object? Value)[] parts =
                [("group", parsed.GetValue(group)), ("actor", parsed.GetValue(actor)), ("text", parsed.GetValue(text)), ("from", parsed.GetValue(from)), ("most", parsed.GetValue(most))];
            var query = string.Join('&', parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={Uri.EscapeDataString($"{part.Value}")}"));
            Print.Table(await console.GetAsync(await console.RouteAsync($"activity?{query}", token), token), host.AsJson(parsed), "at", "actor", "origin", "kind", "value", "text");
            return ExitCode.Done;
        }));
        return activity;
    }

    private static Command Verify(IConfiguration configuration)
    {
        var head = new Option<string?>("--head") { Description = "A last hash that was noted before; the list must still hold it", HelpName = "HASH" };
        var json = new Option<bool>("--json") { Description = "One object for each host" };
        var verify = new Command("verify", "Follow the links between all entries, in the history itself; ends with 1 where one does not hold") { head, json };
        verify.SetAction((parsed, token) => HistoryCommands.WithHistoryAsync(configuration, async history =>
        {
            var sought = parsed.GetValue(head);
            var results = await history.VerifyActivityAsync(sought, token);
            var found = sought is null || results.Any(result => result.FoundAt is not null);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(
                    results.Select(result => new { result.Host, Entries = result.Count, result.Head, result.FoundAt, result.Problems }), ApiJson.Options));
            }
            else
            {
                Write(results);
            }

            if (!found)
            {
                await Console.Error.WriteLineAsync($"No entry has the hash {sought}: entries up to it are gone, or were made anew.");
            }

            return found && results.All(result => result.Problems.Count == 0);
        }));
        return verify;
    }

    private static void Write(IReadOnlyList<ActivityVerification> results)
    {
        foreach (var result in results)
        {
            foreach (var problem in result.Problems)
            {
                Console.WriteLine(problem);
            }

            Console.WriteLine($"{result.Host}: {result.Count} entries, {(result.Problems.Count == 0 ? "all linked" : "not all linked")}. Last hash: {result.Head}");
            if (result.FoundAt is { } number)
            {
                Console.WriteLine($"{result.Host}: the hash is that of entry {number}.");
            }
        }
    }
}
