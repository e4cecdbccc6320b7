using System.CommandLine;
using System.Globalization;

namespace AuditConsole.Commands;

/// <summary>Windows of the history, as a table.</summary>
internal static class PollsCommand
{
    private static readonly string[] s_columns = ["from", "to", "peak", "bound", "tier", "backlog_limit", "lost", "wait", "gap"];

    public static Command Create(HostOptions host)
    {
        var from = new Option<string?>("--from") { Description = "Start, as RFC 3339; 24 hours before the end where it is left out", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "End; now where it is left out", HelpName = "TIME" };
        var points = new Option<int>("--points") { Description = "At most so many rows; each holds the highest peak of the windows it stands for", DefaultValueFactory = _ => 48, HelpName = "ROWS" };
        var polls = new Command("polls", "Print the peaks of a time") { from, to, points };
        host.AddTo(polls);
        polls.SetAction((parsed, token) => CommandFailure.CatchAsync(async () =>
        {
            await using var console = host.OpenConsole(parsed);
            var query = $"polls?points={parsed.GetValue(points).ToString(CultureInfo.InvariantCulture)}{Part("from", parsed.GetValue(from))}{Part("to", parsed.GetValue(to))}";
            var answer = await console.GetAsync(await console.RouteAsync(query, token), token);
            Print.Table(host.AsJson(parsed) ? answer : answer.GetProperty("polls"), host.AsJson(parsed), s_columns);
            return ExitCode.Done;
        }));
        return polls;
    }

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
