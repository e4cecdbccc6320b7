namespace AuditConsole.Engine.Connections;

/// <summary>The engine's view of a program that is connected to it: what the kernel sees of a netlink socket. Any thread may call any member.</summary>
internal interface IPeer
{
    /// <summary>The port id that acknowledgements to it carry.</summary>
    uint PortId { get; }

    PeerIdentity Identity { get; }

    /// <summary>Whether acknowledgements repeat the request's header only (<c>NETLINK_CAP_ACK</c>).</summary>
    bool CapsAcknowledgements { get; }

    /// <summary>Delivers a datagram without waiting: 0, −EAGAIN when there is no room, −ECONNREFUSED when it has gone.</summary>
    int TrySend(ReadOnlyMemory<byte> datagram);

    /// <summary>The same, but waits for room for that long.</summary>
    ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Notes that a reply or a multicast copy found no room and was dropped.</summary>
    void Overrun();
}
