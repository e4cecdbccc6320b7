using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Netlink.Fuzz;

/// <summary>A client over a transport whose socket brings damaged datagrams while a request is under way.</summary>
internal sealed class FuzzTarget : IAsyncDisposable
{
    /// <summary>Damaged datagrams for each request.</summary>
    public const int OfARequest = 100;

    // A reader that has died asks for nothing any more, and this is how long that takes to show.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Random _random;
    private readonly NetlinkTransport _transport;
    private readonly ReadTransport _read;
    private readonly AuditClient _client;
    private long _handedOn;
    private long _foreign;
    private AuditStatus _status = new();
    private int _error;
    private bool _damages;
    private Arrival[] _damaged = [];

    public FuzzTarget(int seed)
    {
        _random = new Random(seed);
        _transport = new NetlinkTransport(new FuzzSocket(Answer));
        _read = new ReadTransport(_transport);
        _client = new AuditClient(_read, new ManualTimeProvider());
    }

    public async Task CheckAsync(CancellationToken stop)
    {
        _damages = true;
        await AskAsync(_random.Next(3), stop).WaitAsync(s_patience, stop);
        Array.ForEach(_damaged, arrival => Decode(arrival.Bytes));
        await _read.ReadAsync(_handedOn).WaitAsync(s_patience, stop);

        _damages = false;
        var status = await _client.GetStatusAsync(stop).WaitAsync(s_patience, stop);
        Assert.Equal(_status, status);
        var cleared = await _client.ReadAndClearAsync(AuditCounter.Lost, stop).WaitAsync(s_patience, stop);
        Assert.Equal((uint)_error, cleared);
        Assert.True(_client.KeepsBacklogMaxDepth);
        Assert.Equal(_foreign, _transport.ForeignDatagrams);
        await _read.ReadAsync(_handedOn).WaitAsync(s_patience, stop);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    /// <summary>Any answer will do, and of errors those that the client's members name.</summary>
    private async Task AskAsync(int request, CancellationToken stop)
    {
        try
        {
            switch (request)
            {
                case 0:
                    await _client.GetFeaturesAsync(stop);
                    break;
                case 1:
                    await _client.ReadAndClearAsync(AuditCounter.Lost, stop);
                    break;
                default:
                    await _client.GetStatusAsync(stop);
                    break;
            }
        }
        catch (AuditException e)
        {
            Assert.True(e is AuditProtocolException or AuditRefusedException or AuditUnavailableException { Errno: Errno.NoBufferSpace }, e.ToString());
        }
    }

    private List<Arrival> Answer(NetlinkMessage request)
    {
        var arrivals = new List<Arrival>();
        for (var i = 0; _damages && i < OfARequest; i++)
        {
            arrivals.Add(DamagedReplies.Next(_random, request));
        }

        _damaged = [.. arrivals];

        // The true answer comes last, in two datagrams where there is data.
        _error = _random.Next();
        _status = new AuditStatus
        {
            Enabled = 1,
            BacklogLimit = (uint)_random.Next(),
            Lost = (uint)_random.Next(),
            Backlog = (uint)_random.Next(),
            FeatureBitmap = 0x7f,
            BacklogWaitTime = 15000,
            BacklogWaitTimeActual = 7,
            BacklogMaxDepth = (uint)_random.Next(),
        };
        var sequence = request.Header.Sequence;
        arrivals.Add(new Arrival(DamagedReplies.Ack(request, sequence, request.Header.Type == AuditMessageType.Set ? _error : 0)));
        if (request.Header.Type is AuditMessageType.Get or AuditMessageType.GetFeature)
        {
            var data = request.Header.Type == AuditMessageType.Get ? _status.ToBytes(AuditStatus.PatchedSize) : new AuditFeatures(1, uint.MaxValue, 3, 3).ToBytes();
            arrivals.Add(new Arrival(NetlinkMessage.Build(request.Header.Type, NetlinkFlags.None, sequence, data)));
        }

        _handedOn += arrivals.Count(arrival => arrival.IsHandedOn);
        _foreign += arrivals.Count(arrival => arrival is { Errno: 0, Sender: not 0 });
        return arrivals;
    }

    /// <summary>Everything that this program ever reads a datagram as.</summary>
    private static void Decode(byte[] datagram)
    {
        try
        {
            foreach (var message in NetlinkMessage.Split(datagram))
            {
                var payload = message.Payload.Span;
                if (AuditRecord.TryParse(message.Header.Type, payload, out var record))
                {
                    Assert.NotNull(record);
                    _ = record.Field("op");
                }

                Decode(message.Header.Type, payload);
            }
        }
        catch (AuditProtocolException)
        {
            // What a malformed datagram is answered with.
        }
    }

    private static void Decode(AuditMessageType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case AuditMessageType.Error:
                var ack = NetlinkAck.Parse(payload);
                Assert.InRange(ack.Errno, 0, 4095);
                _ = ack.Errno == 0 ? ack.ValueFor(AuditStatusMask.Lost) : 0;
                break;
            case AuditMessageType.GetFeature:
                _ = AuditFeatures.Parse(payload);
                break;
            default:
                _ = AuditStatus.Parse(payload);
                break;
        }
    }
}
