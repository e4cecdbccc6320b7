using System.Buffers.Binary;

namespace AuditConsole.Protocol.Tests.Support;

/// <summary>Datagrams as the kernel builds them.</summary>
internal static class Answers
{
    public static readonly AuditStatus Status = new() { Enabled = 1, BacklogLimit = 64, Lost = 3, Backlog = 5, BacklogWaitTime = 15000, BacklogMaxDepth = 65 };

    public static byte[] Ack(NetlinkMessage request, int error = 0)
    {
        var payload = new byte[sizeof(int) + NetlinkHeader.Size + (error == 0 ? 0 : request.Payload.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(payload, error);
        request.Header.Write(payload.AsSpan(sizeof(int)));
        if (error != 0)
        {
            request.Payload.Span.CopyTo(payload.AsSpan(sizeof(int) + NetlinkHeader.Size));
        }

        return NetlinkMessage.Build(AuditMessageType.Error, error == 0 ? NetlinkFlags.Capped : NetlinkFlags.None, request.Header.Sequence, payload, 4711);
    }

    public static byte[] Data(NetlinkMessage request, ReadOnlySpan<byte> payload) =>
        NetlinkMessage.Build(request.Header.Type, NetlinkFlags.None, request.Header.Sequence, payload);

    public static byte[] StatusOf(NetlinkMessage request, int size = AuditStatus.PatchedSize) => Data(request, Status.ToBytes(size));

    public static NetlinkMessage WithSequence(NetlinkMessage request, uint sequence) => request with { Header = request.Header with { Sequence = sequence } };
}
