using System.CommandLine;

namespace AuditConsole.Commands;

/// <summary>What a host says of itself: once, or again and again.</summary>
internal static class StatusCommands
{
    private const double Shortest = 0.1;
    private const double Longest = 3600;
    private static readonly string[] s_watched = ["backlog", "open_peak", "backlog_max_depth", "backlog_limit", "lost", "headroom"];

    public static Command Status(HostOptions host)
    {
        var status = new Command("status", "Print the audit status and the high-water mark");
        host.AddTo(status, direct: true);
        status.SetAction((parsed, token) => CommandFailure.CatchAsync(async () =>
        {
            await using var source = host.Open(parsed);
            Print.Fields(await source.StatusAsync(token), host.AsJson(parsed));
            return ExitCode.Done;
        }));
        return status;
    }

    public static Command Watch(HostOptions host)
    {
        var interval = new Option<double>("--interval") { Description = $"Seconds between two lines, {Shortest} to {Longest:0}", DefaultValueFactory = _ => 1, HelpName = "SECONDS" };
        var count = new Option<int?>("--count") { Description = "End after so many lines", HelpName = "LINES" };
        var watch = new Command("watch", "Print the backlog and the mark, a line at a time, until it is ended") { interval, count };
        host.AddTo(watch, direct: true);
        watch.SetAction((parsed, token) => CommandFailure.CatchAsync(async () =>
        {
            var seconds = parsed.GetValue(interval);
            if (seconds is not (>= Shortest and <= Longest) || parsed.GetValue(count) is <= 0)
            {
                throw new CommandFailure($"--interval takes {Shortest} to {Longest:0} seconds, --count a number from 1 on.", ExitCode.Usage);
            }

            await using var source = host.Open(parsed);
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(seconds));
            var left = parsed.GetValue(count) ?? int.MaxValue;
            if (!host.AsJson(parsed))
            {
                Console.WriteLine(Line("at", name => name));
            }

            do
            {
                var status = await source.StatusAsync(token);
                Console.WriteLine(host.AsJson(parsed) ? status.GetRawText() : Line(Print.Value(status, "at"), name => Print.Value(status, name)));
            }
            while (--left > 0 && await timer.WaitForNextTickAsync(token));
            return ExitCode.Done;
        }));
        return watch;
    }

    private static string Line(string at, Func<string, string> value) =>
        $"{at,-24}{string.Concat(s_watched.Select(name => "  " + value(name).PadLeft(Math.Max(name.Length, 6))))}";
}
