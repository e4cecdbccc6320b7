using AuditConsole.Protocol;

namespace AuditConsole.Conformance.Exchange;

/// <summary>What came back for one request.</summary>
/// <param name="Ack">The acknowledgement as a datagram; <see langword="null"/> without one.</param>
/// <param name="Data">The replies that carry data, in their order.</param>
/// <param name="AckFirst">Whether the acknowledgement, if there is one, came before the data.</param>
public sealed record Answer(byte[]? Ack, IReadOnlyList<NetlinkMessage> Data, bool AckFirst)
{
    /// <summary>The error of the acknowledgement: 0, a negative errno, or the old value of a counter.</summary>
    public int Error
    {
        get
        {
            Assert.NotNull(Ack);
            return NetlinkAck.Parse(Ack.AsSpan(NetlinkHeader.Size)).Error;
        }
    }

    /// <summary>Nothing came back at all.</summary>
    public bool IsSilence => Ack is null && Data.Count == 0;
}
