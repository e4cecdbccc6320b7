using System.Buffers.Binary;
using AuditConsole.Engine.Connections;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Fuzz;

/// <summary>An engine and the reference beside it; each datagram goes to both.</summary>
internal sealed class FuzzTarget : IDisposable
{
    private const int Hz = 1000;
    private static readonly byte[] s_questions =
    [
        .. Question(1000), .. Question(1019), .. Question(1016), .. Question(1013),
    ];

    private readonly AuditEngine _engine;
    private readonly ReferenceKernel _reference;
    private readonly Peer _peer = new();
    private readonly Peer _observer = new();

    public FuzzTarget(bool refuseUnknownFields)
    {
        _engine = new AuditEngine(new AuditEngineOptions { Hz = Hz, RefuseUnknownFields = refuseUnknownFields, SingleThreaded = true }, new ManualTimeProvider());
        _reference = new ReferenceKernel((uint)Environment.ProcessId, Hz, refuseUnknownFields);
    }

    /// <summary>Hands a datagram to both and compares the acknowledgements and the state afterwards.</summary>
    public void Check(byte[] datagram)
    {
        var rules = Rules();
        var expected = _reference.Receive(datagram);
        Send(_peer, datagram);
        var acks = _peer.Take().Where(d => NetlinkHeader.Read(d).Type == AuditMessageType.Error)
            .Select(d => (NetlinkHeader.Read(d).Sequence, NetlinkAck.Parse(d.AsSpan(NetlinkHeader.Size)).Error)).ToList();
        var mayChangeRules = false;
        var agrees = true;
        var next = 0;
        foreach (var (sequence, error) in expected)
        {
            mayChangeRules |= error == ReferenceKernel.AnyRule;
            // A counter of 0 is acknowledged only where that was asked for.
            var isThere = next < acks.Count && acks[next].Sequence == sequence && Matches(error, acks[next].Error);
            next += isThere ? 1 : 0;
            agrees &= isThere || error is ReferenceKernel.AnyCounter or ReferenceKernel.AnyRule;
        }

        Assert.True(agrees && next == acks.Count, $"{Convert.ToHexString(datagram)}: answered {string.Join(' ', acks)}, expected {string.Join(' ', expected)}");
        Send(_observer, s_questions);
        var answers = _observer.Take();
        var status = AuditStatus.Parse(answers[0].AsSpan(NetlinkHeader.Size));
        var features = AuditFeatures.Parse(answers[1].AsSpan(NetlinkHeader.Size));
        var tty = (BinaryPrimitives.ReadUInt32LittleEndian(answers[2].AsSpan(16)), BinaryPrimitives.ReadUInt32LittleEndian(answers[2].AsSpan(20)));
        var actual = (status.Enabled, status.Failure, status.Pid, status.RateLimit, status.BacklogLimit, status.BacklogWaitTime!.Value);
        var wanted = (_reference.Enabled, _reference.Failure, _reference.Pid, _reference.RateLimit, _reference.BacklogLimit, _reference.BacklogWaitTime);
        Assert.True(
            actual == wanted && (features.Features, features.Lock) == (_reference.Features, _reference.FeatureLock) && tty == (_reference.TtyEnabled, _reference.TtyPassword),
            $"{Convert.ToHexString(datagram)}: left {status}, {features}, {tty}; expected {wanted}");
        Assert.True(mayChangeRules || rules == answers.Count, $"{Convert.ToHexString(datagram)}: changed the rules.");
    }

    public void Dispose()
    {
        var disposing = _engine.DisposeAsync();
        Assert.True(disposing.IsCompletedSuccessfully);
    }

    private static byte[] Question(ushort type) => NetlinkMessage.Build((AuditMessageType)type, NetlinkFlags.Request, 1, default);

    private static bool Matches(int expected, int actual) => expected switch
    {
        ReferenceKernel.AnyCounter => actual >= 0,
        ReferenceKernel.AnyRule => actual is 0 or -Errno.InvalidArgument or -Errno.Exists or -Errno.NoEntry,
        _ => actual == expected,
    };

    private int Rules()
    {
        Send(_observer, s_questions);
        return _observer.Take().Count;
    }

    private void Send(Peer sender, byte[] datagram)
    {
        var sent = _engine.Connections.Requests.ReceiveAsync(datagram, sender, CancellationToken.None);
        // With the backlog over a limit that a datagram has lowered, the sender sleeps until kauditd has made a pass.
        for (var passes = 0; !sent.IsCompleted; passes++)
        {
            Assert.True(passes < 100, "The engine holds its sender although the queue is empty.");
            _engine.PassAsync(int.MaxValue).AsTask().GetAwaiter().GetResult();
        }

        sent.GetAwaiter().GetResult();
        _engine.PassAsync(int.MaxValue).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>A program whose receive buffer has no bound.</summary>
    private sealed class Peer : IPeer
    {
        private readonly List<byte[]> _received = [];

        public uint PortId => 1;

        public PeerIdentity Identity => PeerIdentity.Own;

        public bool CapsAcknowledgements => false;

        public List<byte[]> Take()
        {
            var taken = _received.ToList();
            _received.Clear();
            return taken;
        }

        public int TrySend(ReadOnlyMemory<byte> datagram)
        {
            _received.Add(datagram.ToArray());
            return 0;
        }

        public ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, TimeSpan atMost, CancellationToken cancellationToken) => new(TrySend(datagram));

        public void Overrun() => throw new InvalidOperationException("There is no bound that could be overrun.");
    }
}
