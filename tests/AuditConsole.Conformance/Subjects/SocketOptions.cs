namespace AuditConsole.Conformance.Subjects;

/// <summary>What a program sets on its socket before it talks.</summary>
public sealed record SocketOptions
{
    /// <summary>Joins the READLOG multicast group.</summary>
    public bool ReadLog { get; init; }

    /// <summary><c>NETLINK_CAP_ACK</c>: acknowledgements repeat the header of a request only.</summary>
    public bool CapAck { get; init; }

    /// <summary>Bytes of receive buffer; 2,304 is the smallest that a kernel gives.</summary>
    public int ReceiveBuffer { get; init; } = 4 * 1024 * 1024;
}
