using System.Text;
using System.Threading.Channels;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A stream of records that a test writes, with its failures.</summary>
internal sealed class ScriptedStream : IAuditTransport
{
    private readonly Channel<Func<ReadOnlyMemory<byte>>> _script = Channel.CreateUnbounded<Func<ReadOnlyMemory<byte>>>();

    private long _asked;

    public bool IsClosed { get; private set; }

    /// <summary>How often the reader has come for more: once more than what it has dealt with.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    public void Say(AuditMessageType type, ulong serial, string text) =>
        Send(NetlinkMessage.Build(type, NetlinkFlags.None, 0, Encoding.UTF8.GetBytes($"audit(1795333019.977:{serial}): {text}")));

    public void Send(byte[] datagram) => _script.Writer.TryWrite(() => datagram);

    public void Fail(AuditException failure) => _script.Writer.TryWrite(() => throw failure);

    public Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody sends on this socket.");

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return (await _script.Reader.ReadAsync(cancellationToken))();
    }

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }
}
