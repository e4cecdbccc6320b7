namespace AuditConsole.Monitoring.Alerts;

/// <summary>A rule, where its alert stands, and who silenced it.</summary>
public sealed record AlertView(AlertRule Rule, AlertStatus Status, AlertSilence? Silence)
{
    /// <summary>Whether it fires and nobody silenced it.</summary>
    public bool NeedsAttention => Status.State == AlertState.Firing && Silence is null;
}

/// <summary>All alerts of a host at one moment, for pages, the API and receivers. Immutable.</summary>
public sealed record AlertBoard
{
    /// <summary>Every rule, what matters most first.</summary>
    public IReadOnlyList<AlertView> Alerts { get; init; } = [];

    /// <summary>Alerts that fired and are resolved, newest first.</summary>
    public IReadOnlyList<AlertStatus> Past { get; init; } = [];

    /// <summary>What became of the file that alerts are kept in, where that needs a word.</summary>
    public string? FileProblem { get; init; }

    /// <summary>Firing alerts that nobody silenced.</summary>
    public int Firing => Alerts.Count(alert => alert.NeedsAttention);
}
