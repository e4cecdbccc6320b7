using AuditConsole.Hosting;
using AuditConsole.Kernel.Host;
using AuditConsole.Monitoring.History;
using AuditConsole.Settings;

namespace AuditConsole.Health;

/// <summary>The findings of a console that does not run: settings, history, kernel.</summary>
internal static class Doctor
{
    public static async Task<IReadOnlyList<HealthFinding>> ExamineAsync(IConfiguration configuration, TimeProvider time, CancellationToken cancellationToken)
    {
        var (status, refusal) = await SourceChoice.AskKernelAsync(time, cancellationToken);
        return [
            .. await OwnAsync(configuration, cancellationToken),
            .. new KernelAccess(new KernelHost()).Examine(status, refusal).Select(HealthFinding.Of),
        ];
    }

    private static async Task<IReadOnlyList<HealthFinding>> OwnAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        ConsoleSettings settings;
        try
        {
            settings = SettingsLoader.Load(configuration, Environment.MachineName);
        }
        catch (SettingsException e)
        {
            return [.. e.Complaints.Select(complaint => HealthFinding.Bad("settings", FindingSeverity.Crit, complaint, "Correct it in appsettings.json, the environment or the command line."))];
        }

        return [HealthFinding.Good("settings", "All settings can be used."), await HistoryAsync(settings, cancellationToken)];
    }

    private static async Task<HealthFinding> HistoryAsync(ConsoleSettings settings, CancellationToken cancellationToken)
    {
        await using var history = HistoryStore.Open(settings);
        if (settings.HistoryProvider == HistoryProvider.Sqlite && !File.Exists(history.Location))
        {
            return HealthFinding.Good("history", $"There is no history yet; it begins in {history.Location}.");
        }

        try
        {
            await history.CheckWritableAsync(cancellationToken);
            return HealthFinding.Good("history", $"Windows are kept in {history.Location}.");
        }
        catch (HistoryException e)
        {
            return HealthFinding.Bad("history", FindingSeverity.Crit, e.Message, "");
        }
    }
}
