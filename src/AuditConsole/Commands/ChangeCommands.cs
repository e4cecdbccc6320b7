using System.CommandLine;

namespace AuditConsole.Commands;

/// <summary>Resets and changes, through a console or at the kernel itself.</summary>
internal static class ChangeCommands
{
    private static readonly string[] s_resets = ["mark", "lost", "wait"];

    public static Command Reset(HostOptions host)
    {
        var what = new Argument<string>("WHAT") { Description = "mark (backlog_max_depth), lost, or wait (backlog_wait_time_actual)" };
        what.AcceptOnlyFromAmong(s_resets);
        var kernel = new Option<bool>("--kernel") { Description = "Clear the kernel's own mark, for every reader, instead of beginning a new baseline" };
        var reason = Reason();
        var reset = new Command("reset", "Reset the high-water mark or a counter, and print what it returned") { what, kernel, reason };
        host.AddTo(reset, direct: true);
        reset.SetAction((parsed, token) => CommandFailure.CatchAsync(async () =>
        {
            var name = parsed.GetRequiredValue(what);
            if (name != "mark" && parsed.GetValue(kernel))
            {
                throw new CommandFailure("--kernel is about the mark; lost and wait are always cleared at the kernel.", ExitCode.Usage);
            }

            await using var source = host.Open(parsed);
            var kind = name == "mark" ? (parsed.GetValue(kernel) ? "kernel" : "baseline") : null;
            var counter = name switch { "mark" => "backlog_max_depth", "wait" => "backlog_wait_time_actual", _ => name };
            Print.Fields(await source.ResetAsync(counter, kind, parsed.GetValue(reason), token), host.AsJson(parsed));
            return ExitCode.Done;
        }));
        return reset;
    }

    public static Command Set(HostOptions host)
    {
        var fields = new Argument<string[]>("FIELD=VALUE") { Description = "backlog_limit, backlog_wait_time (ticks), rate_limit, failure, enabled", Arity = ArgumentArity.OneOrMore };
        var confirmWithin = new Option<int?>("--confirm-within") { Description = "The old values return after so many seconds, unless `confirm` is run before", HelpName = "SECONDS" };
        var confirmHost = new Option<string?>("--confirm-host") { Description = "The host's name, which enabled=2 asks for: it locks the configuration until the next boot", HelpName = "HOST" };
        var reason = Reason();
        var set = new Command("set", "Change fields of the audit configuration, and print the status they leave") { fields, confirmWithin, confirmHost, reason };
        host.AddTo(set, direct: true);
        set.SetAction((parsed, token) => CommandFailure.CatchAsync(async () =>
        {
            var values = Fields(parsed.GetRequiredValue(fields));
            await using var source = host.Open(parsed);
            Print.Fields(await source.SetAsync(values, parsed.GetValue(confirmWithin), parsed.GetValue(reason), parsed.GetValue(confirmHost), token), host.AsJson(parsed));
            return ExitCode.Done;
        }));
        return set;
    }

    public static Command Confirm(HostOptions host)
    {
        var id = new Argument<string>("ID") { Description = "The change_id that set printed" };
        var back = new Option<bool>("--revert") { Description = "Take the change back at once instead" };
        var confirm = new Command("confirm", "Keep a change that would be taken back") { id, back };
        host.AddTo(confirm);
        confirm.SetAction((parsed, token) => CommandFailure.CatchAsync(async () =>
        {
            await using var console = host.OpenConsole(parsed);
            var route = await console.RouteAsync($"changes/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/{(parsed.GetValue(back) ? "revert" : "confirm")}", token);
            Print.Fields(await console.SendAsync(HttpMethod.Post, route, [], token), host.AsJson(parsed));
            return ExitCode.Done;
        }));
        return confirm;
    }

    private static Option<string?> Reason() => new("--reason") { Description = "Why; kept with the activity", HelpName = "TEXT" };

    private static Dictionary<string, uint> Fields(string[] assignments)
    {
        var values = new Dictionary<string, uint>();
        foreach (var assignment in assignments)
        {
            var parts = assignment.Split('=', 2);
            if (parts.Length != 2 || !KernelSettings.Names.Contains(parts[0]) || !uint.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var value) || !values.TryAdd(parts[0], value))
            {
                throw new CommandFailure($"\"{assignment}\" cannot be used; accepted is FIELD=NUMBER, each field once: {string.Join(", ", KernelSettings.Names)}.", ExitCode.Usage);
            }
        }

        return values;
    }
}
