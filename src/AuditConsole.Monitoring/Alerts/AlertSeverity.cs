namespace AuditConsole.Monitoring.Alerts;

/// <summary>How much an alert matters.</summary>
public enum AlertSeverity
{
    /// <summary>Look at it soon.</summary>
    Warning,

    /// <summary>Records are being lost, or are about to be.</summary>
    Critical,
}
