namespace AuditConsole.Monitoring.History;

/// <summary>The history cannot be read or written.</summary>
public sealed class HistoryException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, where, and what to do.</param>
    /// <param name="innerException">The store's own exception.</param>
    public HistoryException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
