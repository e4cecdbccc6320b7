namespace AuditConsole.Monitoring.Alerts;

/// <summary>What is kept of alerts over a restart.</summary>
public sealed record AlertRecord
{
    /// <summary>The version this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Which version wrote it.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The host.</summary>
    public string Host { get; init; } = "";

    /// <summary>Where each alert stood.</summary>
    public IReadOnlyList<AlertStatus> Alerts { get; init; } = [];

    /// <summary>Alerts that are resolved, newest first.</summary>
    public IReadOnlyList<AlertStatus> Past { get; init; } = [];

    /// <summary>Silences that had not ended.</summary>
    public IReadOnlyList<AlertSilence> Silences { get; init; } = [];
}

/// <summary>The file that alerts are kept in, apart from the history, whose trouble is itself an alert.</summary>
/// <remarks>It is replaced as a whole, so a reader finds the old one or the new one. A file that cannot be used is moved aside, never overwritten.</remarks>
public sealed class AlertFile(string path)
{
    private readonly KeptFile<AlertRecord> _file = new(path, AlertRecord.CurrentVersion, record => record.Host, IsWhole, new(
        ", and alerts begin anew.",
        ". It is left as it is; alerts begin anew and are not kept over a restart.",
        ", so alerts begin anew and are not kept.",
        ", so a restart forgets what fires now."));

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Reads what the last run kept.</summary>
    /// <param name="host">The host; what is kept of another one does not count here.</param>
    /// <param name="now">Names a file that is moved aside.</param>
    /// <param name="problem">Why nothing could be taken over, and where the file is now; <see langword="null"/> when there is nothing to say.</param>
    public AlertRecord Load(string host, DateTimeOffset now, out string? problem) => _file.Load(host, now, out problem) ?? new AlertRecord();

    /// <summary>Writes all of it.</summary>
    /// <returns>Why it could not be written; <see langword="null"/> when it was.</returns>
    public string? Save(AlertRecord record) => _file.Save(record);

    private static bool IsWhole(AlertRecord record) =>
        record is { Alerts: not null, Past: not null, Silences: not null }
        && record.Alerts.Concat(record.Past).All(status => status is { Told: not null, Text: not null, Remedy: not null })
        && record.Past.All(status => status is { FiredAt: not null, ResolvedAt: not null })
        && record.Alerts.All(status => status.State switch
        {
            AlertState.Pending => status is { Since: not null, RaisedAt: not null },
            AlertState.Firing => status is { Since: not null, FiredAt: not null },
            _ => true,
        });
}
