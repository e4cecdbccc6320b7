using System.CommandLine;
using System.Text.Json;
using AuditConsole.Api;
using AuditConsole.Settings;

namespace AuditConsole.Commands;

/// <summary>The commands beside running the console. Settings are read as the console reads them.</summary>
internal static class CommandLine
{
    private const string DoctorCommand = "doctor";

    /// <summary>Whether the arguments name a command, be it an unknown one, or ask what there is.</summary>
    public static bool IsMeant(string[] args) =>
        Split(args).Words.FirstOrDefault() is { } first
        && (first is "--help" or "-h" or "-?" or "--version" || !(first.StartsWith('-') || first.StartsWith('/') || first.Contains('=', StringComparison.Ordinal)));

    /// <summary>The arguments that configuration reads. It would take a command's file or option for a key, and the setting behind it for the value.</summary>
    public static string[] Settings(string[] args) => IsMeant(args) ? [.. Split(args).Settings] : args;

    public static async Task<int> RunAsync(string[] args, IConfiguration configuration)
    {
        var root = new RootCommand("AuditConsole: how close the Linux audit backlog comes to its limit. Without a command it runs the console.");
        var host = new HostOptions();
        root.Add(StatusCommands.Status(host));
        root.Add(StatusCommands.Watch(host));
        root.Add(PollsCommand.Create(host));
        root.Add(ChangeCommands.Reset(host));
        root.Add(ChangeCommands.Set(host));
        root.Add(ChangeCommands.Confirm(host));
        root.Add(ActivityCommands.Create(host, configuration));
        root.Add(AccessCommands.Users(configuration));
        root.Add(AccessCommands.Tokens(configuration));
        root.Add(HistoryCommands.Create(configuration));
        root.Add(Doctor(configuration));
        var parsed = root.Parse(Split(args).Words);
        var code = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }

    // A setting is --AuditConsole:Key=value or --AuditConsole:Key value.
    private static (List<string> Words, List<string> Settings) Split(string[] args)
    {
        List<string> words = [], settings = [];
        for (var i = 0; i < args.Length; i++)
        {
            var isSetting = args[i].StartsWith($"--{SettingsLoader.Section}:", StringComparison.OrdinalIgnoreCase);
            (isSetting ? settings : words).Add(args[i]);
            if (isSetting && !args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length)
            {
                settings.Add(args[++i]);
            }
        }

        return (words, settings);
    }

    private static Command Doctor(IConfiguration configuration)
    {
        var json = new Option<bool>("--json") { Description = "As the health route answers" };
        var doctor = new Command(DoctorCommand, "Say what this console may see here, and what is missing") { json };
        doctor.SetAction(async (parsed, token) =>
        {
            var findings = await Health.Doctor.ExamineAsync(configuration, TimeProvider.System, token);
            foreach (var finding in parsed.GetValue(json) ? [] : findings)
            {
                Console.WriteLine($"{finding.Severity,-5} {finding.Finding}");
                if (!finding.Ok)
                {
                    Console.WriteLine($"      {finding.Remedy}");
                }
            }

            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(findings, ApiJson.Options));
            }

            return findings.All(finding => finding.Ok) ? ExitCode.Done : ExitCode.Failed;
        });
        return doctor;
    }
}
