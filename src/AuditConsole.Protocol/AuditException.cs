namespace AuditConsole.Protocol;

/// <summary>The audit subsystem could not be asked, refused, or gave an answer that cannot be right.</summary>
public abstract class AuditException : Exception
{
    /// <summary>Creates the exception with a message for an administrator.</summary>
    protected AuditException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Bytes arrived that no audit subsystem sends.</summary>
public sealed class AuditProtocolException : AuditException
{
    /// <summary>Creates the exception; the message names what was expected and what arrived.</summary>
    public AuditProtocolException(string message)
        : base(message)
    {
    }
}

/// <summary>The audit subsystem refused a request with an errno.</summary>
public sealed class AuditRefusedException : AuditException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="errno">The errno, positive.</param>
    public AuditRefusedException(AuditMessageType request, int errno)
        : base($"{Words(request)} was refused ({Protocol.Errno.Name(errno)}). {Protocol.Errno.Meaning(errno)}")
    {
        Request = request;
        Errno = errno;
    }

    /// <summary>What was asked.</summary>
    public AuditMessageType Request { get; }

    /// <summary>The errno, positive.</summary>
    public int Errno { get; }

    private static string Words(AuditMessageType request) => request switch
    {
        AuditMessageType.Get => "AUDIT_GET",
        AuditMessageType.Set => "AUDIT_SET",
        AuditMessageType.GetFeature => "AUDIT_GET_FEATURE",
        AuditMessageType.SetFeature => "AUDIT_SET_FEATURE",
        _ => $"Audit message {(ushort)request}",
    };
}

/// <summary>The way to the audit subsystem is shut: the socket cannot be opened or used, or a reply was dropped.</summary>
public sealed class AuditUnavailableException : AuditException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed and what to do about it.</param>
    /// <param name="errno">The errno of the failed call, positive; 0 where none was given.</param>
    /// <param name="innerException">The cause, if another exception is one.</param>
    public AuditUnavailableException(string message, int errno = 0, Exception? innerException = null)
        : base(message, innerException) => Errno = errno;

    /// <summary>The errno of the failed call, positive; 0 where none was given.</summary>
    public int Errno { get; }
}
