using AuditConsole.Engine;
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

    public required string StateDirectory { get; init; }

    public required string HistoryConnectionString { get; init; }

    /// <summary>How long windows are kept at full resolution.</summary>
    public TimeSpan RetentionRaw { get; init; }

    public required AuditEngineOptions Engine { get; init; }

    public required string Scenario { get; init; }

    public int Seed { get; init; }

    /// <summary>The Unix socket on which the engine answers other programs; <see langword="null"/> for none.</summary>
    public string? EngineSocket { get; init; }
}
