using System.Net.Sockets;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Tests.Support;

/// <summary>Another program, as far as the engine can tell: it knows the path of the socket and nothing else.</summary>
internal sealed class SocketClient : IAuditTransport
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);

    public SocketClient(string path) => _socket.Connect(new UnixDomainSocketEndPoint(path));

    public async Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) =>
        await _socket.SendAsync(datagram, cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16_384];
        try
        {
            var length = await _socket.ReceiveAsync(buffer, cancellationToken);
            return length > 0 ? buffer.AsMemory(0, length) : throw new AuditUnavailableException("The engine has closed the connection.");
        }
        catch (SocketException e)
        {
            throw new AuditUnavailableException(e.Message);
        }
    }

    public async Task<NetlinkMessage> AskAsync(AuditMessageType type, ReadOnlyMemory<byte> payload = default, NetlinkFlags flags = NetlinkFlags.Ack)
    {
        await SendAsync(NetlinkMessage.Build(type, flags, 7, payload.Span), TestContext.Current.CancellationToken);
        return NetlinkMessage.Split(await ReceiveAsync(TestContext.Current.CancellationToken))[0];
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
