using System.Buffers.Binary;
using AuditConsole.Engine.Connections;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Control;

/// <summary>Builds acknowledgements as <c>netlink_ack</c> in <c>net/netlink/af_netlink.c</c> does.</summary>
internal static class AckMessage
{
    private const int Alignment = 4;

    /// <summary>An acknowledgement datagram: short with error 0; with any other, a positive one too, it repeats the request's payload, unless its receiver caps it.</summary>
    public static byte[] Build(int error, NetlinkHeader request, ReadOnlySpan<byte> requestPayload, IPeer receiver)
    {
        var isCapped = error == 0 || receiver.CapsAcknowledgements;
        var echo = isCapped ? [] : requestPayload;
        var echoEnd = (echo.Length + Alignment - 1) & ~(Alignment - 1);
        var payload = new byte[sizeof(int) + NetlinkHeader.Size + echoEnd];
        BinaryPrimitives.WriteInt32LittleEndian(payload, error);
        request.Write(payload.AsSpan(sizeof(int)));
        echo.CopyTo(payload.AsSpan(sizeof(int) + NetlinkHeader.Size));
        var flags = isCapped ? NetlinkFlags.Capped : NetlinkFlags.None;
        return NetlinkMessage.Build(AuditMessageType.Error, flags, request.Sequence, payload, receiver.PortId);
    }
}
