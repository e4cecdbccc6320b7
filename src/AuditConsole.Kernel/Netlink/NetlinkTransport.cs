using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Netlink;

/// <summary>The way to this machine's kernel: one socket of the audit netlink family.</summary>
/// <remarks>
/// <para>
/// Sending and receiving each have a background thread, since with its queue over the limit the kernel may put a sender to sleep,
/// uninterruptibly, for up to <c>backlog_wait_time</c>. A caller waits for a task and never for the kernel. Cancelling a send
/// that the kernel holds ends the task, not the request.
/// </para>
/// <para>
/// Datagrams whose sender is not the kernel are dropped and counted. A datagram that the kernel dropped for want of buffer
/// (ENOBUFS), and one too long to take, are reported once by <see cref="ReceiveAsync"/>, which then goes on.
/// </para>
/// Sources: <c>net/netlink/af_netlink.c</c>; <c>audit_receive</c> in <c>kernel/audit.c</c>.
/// </remarks>
public sealed class NetlinkTransport : IAuditTransport
{
    private const uint NoGroup = 0;
    private const uint ReadLogGroup = 1;
    private const int RequestBuffer = 256 * 1024;
    private const int ReadLogBuffer = 8 * 1024 * 1024;

    private readonly INetlinkSocket _socket;
    private readonly SenderThread _sender;
    private readonly ReceiverThread _receiver;
    private int _disposed;

    internal NetlinkTransport(INetlinkSocket socket, bool readerGoesOnHere = true)
    {
        _socket = socket;
        _sender = new SenderThread(socket);
        _receiver = new ReceiverThread(socket, readerGoesOnHere);
    }

    /// <summary>Datagrams dropped because another process, not the kernel, had sent them.</summary>
    public long ForeignDatagrams => _receiver.Foreign;

    /// <summary>Opens a socket for requests. Needs no capability; the kernel checks CAP_AUDIT_CONTROL with each request.</summary>
    /// <remarks>What awaits <see cref="ReceiveAsync"/> goes on on the receiving thread, as <see cref="AuditClient"/> may: it takes the reply and waits for nothing.</remarks>
    /// <exception cref="AuditUnavailableException">The socket cannot be opened; the message says why and what to do.</exception>
    public static NetlinkTransport Open() => new(NetlinkSocket.Open(NoGroup, RequestBuffer));

    /// <summary>Opens a socket that gets a copy of every record (multicast group <c>AUDIT_NLGRP_READLOG</c>). Needs CAP_AUDIT_READ.</summary>
    /// <remarks>
    /// Records come only in the initial network namespace; elsewhere the socket opens and stays silent. Each one is a copy that
    /// kauditd makes. Requests belong on a socket of their own, as a flood of records costs their replies.
    /// </remarks>
    /// <exception cref="AuditUnavailableException">As <see cref="Open"/>; EPERM without CAP_AUDIT_READ.</exception>
    public static NetlinkTransport OpenReadLog() => new(NetlinkSocket.Open(ReadLogGroup, ReadLogBuffer), readerGoesOnHere: false);

    /// <inheritdoc/>
    public Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) => _sender.Enqueue(datagram, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) => _receiver.ReadAsync(cancellationToken);

    /// <summary>Closes the socket. Does not wait for a send that the kernel holds: its thread is left behind and closes the socket on return.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _sender.Close();
        await _receiver.CloseAsync().ConfigureAwait(false);
        _socket.Dispose();
    }

    internal static AuditUnavailableException Closed() => new("The connection to the kernel has been closed by the console.");
}
