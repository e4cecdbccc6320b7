using System.CommandLine;
using AuditConsole.Hosting;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Settings;

namespace AuditConsole.Commands;

/// <summary>The commands that move windows in and out of the history and look after it. A console may be running meanwhile.</summary>
internal static class HistoryCommands
{
    public const string Name = "history";

    public static Command Create(IConfiguration configuration)
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
        return new Command(Name, "Move windows in and out of the history, and look after it") { export, import, Backup(configuration), Check(configuration), Repair(configuration) };
    }

    private static Command Backup(IConfiguration configuration)
    {
        var file = new Argument<string>("FILE") { Description = "A file that does not exist yet" };
        var backup = new Command("backup", "Copy the whole history into FILE, a SQLite history, as it stands at one moment") { file };
        backup.SetAction((parsed, token) => WithHistoryAsync(configuration, async history =>
        {
            await history.BackupAsync(parsed.GetRequiredValue(file), token);
            await Console.Error.WriteLineAsync($"{history.Location} copied to {parsed.GetRequiredValue(file)}.");
        }));
        return backup;
    }

    private static Command Check(IConfiguration configuration)
    {
        var check = new Command("check", "Look through the whole history for damage");
        check.SetAction((_, token) => WithHistoryAsync(configuration, async history =>
        {
            var problems = await history.CheckAsync(token);
            foreach (var problem in problems)
            {
                Console.WriteLine(problem);
            }

            await Console.Error.WriteLineAsync(problems.Count == 0 ? $"{history.Location} is whole." : $"{problems.Count} problems found.");
            return problems.Count == 0;
        }));
        return check;
    }

    private static Command Repair(IConfiguration configuration)
    {
        var file = new Argument<string>("FILE") { Description = "A file that does not exist yet" };
        var repair = new Command("repair", "Copy what can be read of a damaged history file into FILE; the damaged one stays as it is") { file };
        repair.SetAction((parsed, _) => WithSettingsAsync(configuration, async settings =>
        {
            if (settings.HistoryProvider != HistoryProvider.Sqlite)
            {
                throw new HistoryException("Only a SQLite file can be repaired here; for PostgreSQL, put back a copy that history backup or pg_dump made.");
            }

            var result = SqliteRepair.Run(new SqliteHistory(settings.HistoryConnectionString).Location, parsed.GetRequiredValue(file));
            foreach (var missing in result.Missing)
            {
                Console.WriteLine($"Not saved: {missing}");
            }

            await Console.Error.WriteLineAsync($"{result.Windows} windows, {result.Sums} sums and {result.Activity} entries of the activity saved to {parsed.GetRequiredValue(file)}.");
            return result.Missing.Count == 0;
        }));
        return repair;
    }

    private static Task<int> WithHistoryAsync(IConfiguration configuration, Func<IHistory, Task> work) => WithHistoryAsync(configuration, async history =>
    {
        await work(history);
        return true;
    });

    /// <summary>Opens the history that the settings name.</summary>
    public static Task<int> WithHistoryAsync(IConfiguration configuration, Func<IHistory, Task<bool>> work) => WithSettingsAsync(configuration, async settings =>
    {
        await using var history = HistoryStore.Open(settings);
        return await work(history);
    });

    private static async Task<int> WithSettingsAsync(IConfiguration configuration, Func<ConsoleSettings, Task<bool>> work)
    {
        try
        {
            var settings = SettingsLoader.Load(configuration, Environment.MachineName);
            Directory.CreateDirectory(settings.StateDirectory);
            return await work(settings) ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception e) when (e is SettingsException or HistoryException or FormatException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
    }
}
