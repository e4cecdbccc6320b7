namespace AuditConsole.Monitoring.Hosts;

/// <summary>What a reset of the high-water mark touches.</summary>
public enum ResetKind
{
    /// <summary>Only what this console shows: it counts from now on.</summary>
    Baseline,

    /// <summary>The source's own mark, for every reader; writes an audit record.</summary>
    Kernel,
}

/// <summary>What a reset returned.</summary>
/// <param name="Value">The value that ended, in the counter's own unit.</param>
/// <param name="At">When.</param>
/// <param name="Tier">How the value is known.</param>
public sealed record ResetResult(uint Value, DateTimeOffset At, Tier Tier);

/// <summary>Something that the state of the host does not allow, or that the host refused. It answers otherwise as before.</summary>
public abstract class RequestRefusedException : Exception
{
    /// <summary>Creates the exception; the message says why and what can be done instead.</summary>
    protected RequestRefusedException(string message)
        : base(message)
    {
    }
}

/// <summary>A reset that the state of the host does not allow.</summary>
public sealed class ResetRefusedException : RequestRefusedException
{
    /// <summary>Creates the exception; the message says why and what can be done instead.</summary>
    public ResetRefusedException(string message)
        : base(message)
    {
    }
}

/// <summary>The host did not answer within the time a person waits. What was asked may still happen, and is written down then.</summary>
public sealed class HostBusyException : Exception
{
    /// <summary>Creates the exception.</summary>
    public HostBusyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
