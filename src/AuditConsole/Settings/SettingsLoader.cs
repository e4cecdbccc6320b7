using AuditConsole.Alerts;
using AuditConsole.Engine;
using AuditConsole.Engine.Queue;
using AuditConsole.Engine.Workload;
using AuditConsole.Kernel.Probe;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Settings;

/// <summary>Settings that cannot be used, with every reason.</summary>
public sealed class SettingsException(IReadOnlyList<string> complaints)
    : Exception("The settings cannot be used:" + string.Concat(complaints.Select(complaint => $"{Environment.NewLine}  {complaint}")))
{
    /// <summary>One sentence for each bad setting: its key, its value and what is accepted.</summary>
    public IReadOnlyList<string> Complaints { get; } = complaints;
}

/// <summary>Turns configuration into checked settings.</summary>
internal static class SettingsLoader
{
    public const string Section = "AuditConsole";
    public const string EngineHost = "engine";

    /// <exception cref="SettingsException">A setting is wrong, unknown, or of a later version.</exception>
    public static ConsoleSettings Load(IConfiguration configuration, string machineName)
    {
        var reader = new SettingsReader(configuration.GetSection(Section));
        var stateDirectory = Path.GetFullPath(
            reader.Text("StateDirectory") ?? Environment.GetEnvironmentVariable("STATE_DIRECTORY")?.Split(':')[0] ?? "state");
        var provider = HistorySettings.Provider(reader);
        var settings = new ConsoleSettings
        {
            Source = reader.Choice("Source", SourceSetting.Auto, ("auto", SourceSetting.Auto), ("kernel", SourceSetting.Kernel), ("engine", SourceSetting.Engine)),
            HostName = HostName(reader, machineName),
            SampleInterval = reader.Duration("Sample:Interval", TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10)) ?? TimeSpan.FromMilliseconds(100),
            PollInterval = reader.Duration("Poll:Interval", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            PollMode = reader.Choice("Poll:Mode", PollMode.Clear, ("clear", PollMode.Clear), ("observe", PollMode.Observe)),
            SamplerCpuShare = reader.Number("Sample:CpuPercent", 2, 0, 100) / 100.0,
            Probe = reader.Choice("Probe", ProbeSetting.Auto, ("auto", ProbeSetting.Auto), ("off", ProbeSetting.Off), ("prefer", ProbeSetting.Prefer)),
            ProbeMode = reader.Choice("ProbeMode", ProbeMode.Light, ("light", ProbeMode.Light), ("full", ProbeMode.Full)),
            ReadLog = reader.Choice("Records:ReadLog", ReadLogSetting.Auto, ("auto", ReadLogSetting.Auto), ("off", ReadLogSetting.Off)),
            CountsProducers = reader.Choice("Records:Producers", false, ("true", true), ("false", false)),
            StateDirectory = stateDirectory,
            HistoryProvider = provider,
            HistoryConnectionString = HistorySettings.ConnectionString(reader, provider, stateDirectory),
            Retention = HistorySettings.Retention(reader),
            Alerts = AlertSettingsReader.Read(reader),
            Auth = AuthSettings.Read(reader),
            Engine = Engine(reader),
            Scenario = reader.Choice("Engine:Scenario", "bursts", [.. EngineWorkload.Scenarios.Select(name => (name, name))]),
            Seed = (int)reader.Number("Engine:Seed", 1, 0, int.MaxValue),
            EngineSocket = EngineSocketPath(reader),
            Otlp = MetricsSettings.Otlp(reader),
            Statsd = MetricsSettings.Statsd(reader),
        };
        if (settings is { CountsProducers: true, ReadLog: ReadLogSetting.Off })
        {
            reader.Complain("Records:Producers", "true", "false while Records:ReadLog is off, as counting producers reads that stream", true);
        }

        reader.ComplainOfUnknownKeys();
        return reader.Complaints.Count == 0 ? settings : throw new SettingsException(reader.Complaints);
    }

    private static string HostName(SettingsReader reader, string machineName)
    {
        var name = reader.Text("HostName") ?? machineName;
        return !string.Equals(name, EngineHost, StringComparison.OrdinalIgnoreCase) && name.Length <= 253 && !name.Any(c => char.IsControl(c) || c is '/' or '\\')
            ? name
            : reader.Complain("HostName", name, $"1 to 253 characters without / or \\, and not {EngineHost}, which names the engine's own figures", machineName);
    }

    private static string? EngineSocketPath(SettingsReader reader)
    {
        const string Key = "Engine:Socket";
        return reader.Text(Key) is { } path && AuditConsole.Engine.Connections.EngineSocket.ProblemOf(path) is { } problem
            ? reader.Complain<string?>(Key, path, $"the absolute path of a file in a folder that exists, short enough for a socket address. {problem.TrimEnd('.')}", null)
            : reader.Text(Key);
    }

    private static AuditEngineOptions Engine(SettingsReader reader)
    {
        var hz = reader.Number("Engine:Hz", 1000, 1, 1000);
        return new AuditEngineOptions
        {
            Enabled = reader.Number("Engine:Enabled", 1, 0, 2),
            BacklogLimit = reader.Number("Engine:BacklogLimit", 64, 0, uint.MaxValue),
            BacklogWaitTime = reader.Number("Engine:BacklogWaitTime", 60 * hz, 0, 600 * hz),
            RateLimit = reader.Number("Engine:RateLimit", 0, 0, uint.MaxValue),
            Failure = reader.Number("Engine:FailureMode", 1, 0, 2),
            Hz = (int)hz,
            AuditDefault = reader.Choice("Engine:AuditDefault", false, ("true", true), ("false", false)),
            MarkMode = reader.Choice("Engine:MarkMode", MarkMode.Exact, ("exact", MarkMode.Exact), ("kernel", MarkMode.Kernel)),
            StatusSize = reader.Choice("Engine:StatusSize", 48, ("48", 48), ("44", 44)),
            RefuseUnknownFields = reader.Choice("Engine:RefuseUnknownFields", true, ("true", true), ("false", false)),
        };
    }
}
