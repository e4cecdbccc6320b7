namespace AuditConsole.Conformance.Subjects;

/// <summary>A program's end of a netlink socket. One caller at a time.</summary>
public interface IAuditSocket : IAsyncDisposable
{
    /// <summary>Hands a datagram over; ends when the sender is let go. Acknowledgements are there to be received by then.</summary>
    Task SendAsync(ReadOnlyMemory<byte> datagram);

    /// <summary>Takes the next datagram if one has arrived; <see langword="null"/> if none has.</summary>
    /// <exception cref="Protocol.AuditUnavailableException">A datagram was dropped (ENOBUFS).</exception>
    byte[]? TryReceive();
}
