using AuditConsole.Alerts;
using AuditConsole.Engine;
using AuditConsole.Kernel.Probe;
using AuditConsole.Monitoring.History;
using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Settings;

/// <summary>Where the figures come from.</summary>
public enum SourceSetting
{
    /// <summary>The kernel; the engine only if the kernel refuses and this state folder has never held kernel windows.</summary>
    Auto,

    /// <summary>This machine's kernel, loudly failing when it refuses.</summary>
    Kernel,

    /// <summary>The audit subsystem in process.</summary>
    Engine,
}

/// <summary>Whether the console attaches an eBPF program of its own.</summary>
public enum ProbeSetting
{
    /// <summary>Where the kernel keeps no mark.</summary>
    Auto,

    /// <summary>Never.</summary>
    Off,

    /// <summary>Even where the kernel keeps a mark, which is then left to others.</summary>
    Prefer,
}

/// <summary>Whether the console reads the stream of audit records.</summary>
public enum ReadLogSetting
{
    /// <summary>Where this process may.</summary>
    Auto,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>The database that keeps the history.</summary>
public enum HistoryProvider
{
    /// <summary>One file.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    Postgres,
}

/// <summary>All settings under <c>AuditConsole</c>, checked.</summary>
public sealed record ConsoleSettings
{
    public SourceSetting Source { get; init; }

    /// <summary>The kernel's host key.</summary>
    public required string HostName { get; init; }

    public TimeSpan SampleInterval { get; init; }

    /// <summary>Length of one window; where it is not set, the source decides.</summary>
    public TimeSpan? PollInterval { get; init; }

    public PollMode PollMode { get; init; }

    /// <summary>The most of one processor that the sampler may use, 0 to 1; with 0 it does not run.</summary>
    public double SamplerCpuShare { get; init; }

    public ProbeSetting Probe { get; init; }

    public ProbeMode ProbeMode { get; init; }

    public ReadLogSetting ReadLog { get; init; }

    /// <summary>Whether the records of each window are counted by who caused them.</summary>
    public bool CountsProducers { get; init; }

    public required string StateDirectory { get; init; }

    /// <summary>Which database keeps the history.</summary>
    public HistoryProvider HistoryProvider { get; init; }

    public required string HistoryConnectionString { get; init; }

    /// <summary>How long the history is kept at each resolution.</summary>
    public HistoryRetention Retention { get; init; } = new();

    public required AlertSettings Alerts { get; init; }

    /// <summary>Who may come in, and from where.</summary>
    public AuthSettings Auth { get; init; } = new();

    public required AuditEngineOptions Engine { get; init; }

    public required string Scenario { get; init; }

    public int Seed { get; init; }

    /// <summary>The Unix socket on which the engine answers other programs; <see langword="null"/> for none.</summary>
    public string? EngineSocket { get; init; }

    /// <summary>Where metrics are sent over OTLP; <see langword="null"/> for nowhere.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>Where metrics are sent as statsd datagrams; <see langword="null"/> for nowhere.</summary>
    public StatsdSettings? Statsd { get; init; }
}
