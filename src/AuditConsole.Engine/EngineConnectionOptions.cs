namespace AuditConsole.Engine;

/// <summary>What a program would set on its netlink socket before it talks to the kernel.</summary>
public sealed record EngineConnectionOptions
{
    /// <summary>Joins the READLOG multicast group: every record is received as it leaves the main queue.</summary>
    public bool ReadLog { get; init; }

    /// <summary><c>NETLINK_CAP_ACK</c>: acknowledgements repeat the header of a request only.</summary>
    public bool CapAck { get; init; }

    /// <summary>The receive buffer in bytes of socket memory, 2,304 or more; a record of a few hundred characters takes 1,280.</summary>
    public int ReceiveBuffer { get; init; } = 212_992;
}
