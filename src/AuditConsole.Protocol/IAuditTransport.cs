namespace AuditConsole.Protocol;

/// <summary>A way to an audit subsystem that takes and gives whole netlink datagrams: the machine's kernel, or the engine.</summary>
/// <remarks>
/// One caller sends at a time; one reader receives at a time; both may happen at once. Disposing ends both.
/// </remarks>
public interface IAuditTransport : IAsyncDisposable
{
    /// <summary>Hands a datagram over. The task ends when the audit subsystem has let go of the sender.</summary>
    /// <remarks>
    /// That may be long after the reply has arrived: with its queue over the limit the kernel parks the sender for up to
    /// <c>backlog_wait_time</c>. The call itself never blocks.
    /// </remarks>
    /// <exception cref="AuditUnavailableException">The datagram could not be handed over.</exception>
    Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken);

    /// <summary>The next datagram that the audit subsystem itself sent to this socket.</summary>
    /// <exception cref="AuditUnavailableException">The socket failed, or dropped a datagram (ENOBUFS).</exception>
    ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken);
}
