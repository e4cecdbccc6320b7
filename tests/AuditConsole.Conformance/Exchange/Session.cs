using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;

namespace AuditConsole.Conformance.Exchange;

/// <summary>Asks on one socket and sorts what comes back: acknowledgements, data, and the records that an auditd or a reader gets.</summary>
public sealed class Session(IAuditSocket socket) : IAsyncDisposable
{
    /// <summary>NLM_F_REQUEST | NLM_F_ACK.</summary>
    public const NetlinkFlags Acknowledged = NetlinkFlags.Request | NetlinkFlags.Ack;

    private readonly List<byte[]> _records = [];
    private uint _sequence;

    /// <summary>Records that have arrived on the socket so far, each a whole datagram.</summary>
    public IReadOnlyList<byte[]> Records => _records;

    /// <summary>Sends one request and takes its whole answer.</summary>
    public Task<Answer> AskAsync(ushort type, ReadOnlyMemory<byte> payload, NetlinkFlags flags = Acknowledged) =>
        AskAsync(NetlinkMessage.Build((AuditMessageType)type, flags, ++_sequence, payload.Span));

    /// <summary>Sends one request, built as a datagram, and takes its whole answer.</summary>
    public async Task<Answer> AskAsync(ReadOnlyMemory<byte> request)
    {
        var header = NetlinkHeader.Read(request.Span);
        await socket.SendAsync(request);
        byte[]? ack = null;
        var data = new List<NetlinkMessage>();
        var ackFirst = true;
        await Eventually.HoldsAsync(
            () =>
            {
                while (socket.TryReceive() is { } datagram)
                {
                    var reply = NetlinkHeader.Read(datagram);
                    if (IsRecord(reply))
                    {
                        _records.Add(datagram);
                        continue;
                    }

                    Assert.Equal(header.Sequence, reply.Sequence);
                    if (reply.Type == AuditMessageType.Error)
                    {
                        Assert.Null(ack);
                        ack = datagram;
                        ackFirst = data.Count == 0;
                    }
                    else
                    {
                        data.Add(Assert.Single(NetlinkMessage.Split(datagram)));
                    }
                }

                return HasAllData(header.Type, ack, data);
            },
            $"answer to a message of type {(ushort)header.Type}");
        return new Answer(ack, data, ackFirst);
    }

    /// <summary>Sends AUDIT_SET with the whole struct and returns the acknowledgement's error.</summary>
    public async Task<int> SetAsync(AuditStatus status) => (await AskAsync(1001, status.ToBytes(AuditStatus.PatchedSize))).Error;

    /// <summary>Reads and clears the counter of a mask.</summary>
    public Task<int> ClearAsync(AuditStatusMask counter) => SetAsync(new AuditStatus { Mask = counter });

    /// <summary>AUDIT_GET.</summary>
    public async Task<AuditStatus> GetAsync() =>
        AuditStatus.Parse(Assert.Single((await AskAsync(1000, default, NetlinkFlags.Request)).Data).Payload.Span);

    /// <summary>Sends without waiting for an answer to come.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> datagram) => socket.SendAsync(datagram);

    /// <summary>Takes every datagram that has arrived, of whatever kind.</summary>
    public IReadOnlyList<byte[]> TakeAll()
    {
        var all = new List<byte[]>();
        while (socket.TryReceive() is { } datagram)
        {
            all.Add(datagram);
        }

        return all;
    }

    /// <summary>The first record, of those that have arrived or will, whose text contains this one.</summary>
    public async Task<byte[]> RecordAsync(string text)
    {
        var found = _records.Find(HasText);
        await Eventually.HoldsAsync(
            () =>
            {
                var arrived = TakeAll();
                _records.AddRange(arrived);
                found ??= arrived.FirstOrDefault(HasText);
                return found is not null;
            },
            $"record with '{text}'");
        return found!;

        bool HasText(byte[] record) => Text.Of(record).Contains(text, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private static bool IsRecord(NetlinkHeader header) =>
        header.Sequence == 0 && header.Type is not (AuditMessageType.Error or AuditMessageType.Done);

    private static bool HasAllData(AuditMessageType request, byte[]? ack, List<NetlinkMessage> data) => request switch
    {
        _ when ack is not null && NetlinkAck.Parse(ack.AsSpan(NetlinkHeader.Size)).Error < 0 => true,
        AuditMessageType.Get or AuditMessageType.GetFeature or AuditMessageType.TtyGet or AuditMessageType.SignalInfo => data.Count > 0,
        AuditMessageType.ListRules => data.Count > 0 && data[^1].Header.Type == AuditMessageType.Done,
        _ => true,
    };
}
