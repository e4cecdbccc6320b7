using AuditConsole.Monitoring.Hosts;

namespace AuditConsole.Monitoring.Changes;

/// <summary>A change that the state of the host does not allow, or that the host refused.</summary>
public sealed class ChangeRefusedException : RequestRefusedException
{
    /// <summary>Creates the exception; the message says why, and what was and was not changed.</summary>
    public ChangeRefusedException(string message)
        : base(message)
    {
    }
}

/// <summary>A change that no audit subsystem takes.</summary>
public sealed class ChangeInvalidException : Exception
{
    /// <summary>Creates the exception; the message says what is wrong and what is accepted.</summary>
    public ChangeInvalidException(string message)
        : base(message)
    {
    }
}
