using System.CommandLine;
using System.Text.Json;
using AuditConsole.Api;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Settings;

namespace AuditConsole.Commands;

/// <summary>The commands beside running the console. Settings are read as the console reads them.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const string HistoryCommand = "history";
    private const string DoctorCommand = "doctor";

    /// <summary>Whether the arguments name a command, be it an unknown one, or ask what there is.</summary>
    public static bool IsMeant(string[] args) =>
        Split(args).Words.FirstOrDefault() is { } first
        && (first is "--help" or "-h" or "-?" or "--version" || !(first.StartsWith('-') || first.StartsWith('/') || first.Contains('=', StringComparison.Ordinal)));

    /// <summary>The arguments that configuration reads. It would take a command's file or option for a key, and the setting behind it for the value.</summary>
    public static string[] Settings(string[] args) => IsMeant(args) ? [.. Split(args).Settings] : args;

    public static Task<int> RunAsync(string[] args, IConfiguration configuration)
    {
        var root = new RootCommand("AuditConsole: how close the Linux audit backlog comes to its limit. Without a command it runs the console.");
        root.Add(History(configuration));
        root.Add(Doctor(configuration));
        return root.Parse(Split(args).Words).InvokeAsync();
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

    private static Command History(IConfiguration configuration)
    {
        var file = new Argument<string>("FILE") { Description = "JSON lines, one window each; - for standard input or output" };
        var export = new Command("export", "Write every stored window to FILE") { file };
        export.SetAction((parsed, token) => WithHistoryAsync(configuration, async history =>
        {
            var path = parsed.GetRequiredValue(file);
            await using var writer = path == "-" ? Console.Out : File.CreateText(path);
            var count = await HistoryFile.WriteAsync(history.ExportAsync(token), writer, token);
            await Console.Error.WriteLineAsync($"{count} windows written.");
        }));
        var import = new Command("import", "Take in windows from FILE; those that are there already change nothing") { file };
        import.SetAction((parsed, token) => WithHistoryAsync(configuration, async history =>
        {
            var path = parsed.GetRequiredValue(file);
            using var reader = path == "-" ? Console.In : File.OpenText(path);
            var result = await history.ImportAsync(await HistoryFile.ReadAsync(reader, token), TimeProvider.System.GetUtcNow(), token);
            await Console.Error.WriteLineAsync(
                $"{result.Added} windows added, {result.Unchanged} were there already, {result.Overlapping} left out because other windows cover their time.");
        }));
        return new Command(HistoryCommand, "Move windows in and out of the history") { export, import };
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

            return findings.All(finding => finding.Ok) ? 0 : Failed;
        });
        return doctor;
    }

    private static async Task<int> WithHistoryAsync(IConfiguration configuration, Func<IHistory, Task> work)
    {
        try
        {
            var settings = SettingsLoader.Load(configuration, Environment.MachineName);
            Directory.CreateDirectory(settings.StateDirectory);
            await using var history = new SqliteHistory(settings.HistoryConnectionString);
            await work(history);
            return 0;
        }
        catch (Exception e) when (e is SettingsException or HistoryException or FormatException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failed;
        }
    }
}
