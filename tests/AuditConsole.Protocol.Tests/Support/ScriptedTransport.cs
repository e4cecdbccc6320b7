using System.Threading.Channels;

namespace AuditConsole.Protocol.Tests.Support;

/// <summary>An audit subsystem whose every move a test makes: it keeps requests, and answers what it is told to.</summary>
internal sealed class ScriptedTransport : IAuditTransport
{
    private readonly Channel<NetlinkMessage> _requests = Channel.CreateUnbounded<NetlinkMessage>();
    private readonly Channel<object> _answers = Channel.CreateUnbounded<object>();

    /// <summary>What the next sends return; completed unless a test holds them.</summary>
    public Task Sending { get; set; } = Task.CompletedTask;

    public int Disposals { get; private set; }

    /// <summary>The next request sent, as the audit subsystem sees it.</summary>
    public async Task<NetlinkMessage> RequestAsync() => await _requests.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool HasRequest => _requests.Reader.TryPeek(out _);

    public void Answer(params byte[][] datagrams)
    {
        foreach (var datagram in datagrams)
        {
            Assert.True(_answers.Writer.TryWrite(datagram));
        }
    }

    public void Fail(AuditException failure) => Assert.True(_answers.Writer.TryWrite(failure));

    public Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        Assert.True(_requests.Writer.TryWrite(Assert.Single(NetlinkMessage.Split(datagram))));
        return Sending.WaitAsync(cancellationToken);
    }

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) =>
        await _answers.Reader.ReadAsync(cancellationToken) switch
        {
            byte[] datagram => datagram,
            AuditException failure => throw failure,
            var other => throw new InvalidOperationException($"A script holds datagrams and failures, not {other}."),
        };

    public ValueTask DisposeAsync()
    {
        Disposals++;
        return ValueTask.CompletedTask;
    }
}
