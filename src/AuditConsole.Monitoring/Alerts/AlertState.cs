namespace AuditConsole.Monitoring.Alerts;

/// <summary>Where an alert stands.</summary>
public enum AlertState
{
    /// <summary>The condition does not hold, and did not since anybody remembers.</summary>
    Inactive,

    /// <summary>It holds, but not for long enough yet.</summary>
    Pending,

    /// <summary>It held for long enough, and has not been over for long enough since.</summary>
    Firing,

    /// <summary>It held and is over.</summary>
    Resolved,
}
