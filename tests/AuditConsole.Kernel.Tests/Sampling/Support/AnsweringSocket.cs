using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Sampling.Support;

/// <summary>A kernel that answers each request as a test says, on a clock that it moves. A receive with nothing left lets its time run out.</summary>
internal sealed class AnsweringSocket(ManualTimeProvider clock) : IRequestSocket
{
    private readonly Queue<(ReceivedDatagram Result, byte[] Bytes)> _incoming = new();
    private readonly Queue<int> _sendErrors = new();

    /// <summary>What happens when a request with that sequence number is handed in.</summary>
    public Action<AnsweringSocket, uint> OnRequest { get; set; } = (socket, sequence) => socket.Reply(sequence, 0);

    /// <summary>How long a send and a receive take.</summary>
    public TimeSpan Takes { get; set; }

    public int Requests { get; private set; }

    public void FailSends(params int[] errnos)
    {
        foreach (var errno in errnos)
        {
            _sendErrors.Enqueue(errno);
        }
    }

    public void Reply(uint sequence, uint backlog, uint lost = 0, uint? waited = 0, uint limit = 64) =>
        Arrive(Status(sequence, backlog, lost, waited, limit));

    public void Refuse(uint sequence, int errno, AuditMessageType request = AuditMessageType.Get, uint? of = null)
    {
        var payload = new byte[sizeof(int) + NetlinkHeader.Size];
        BitConverter.TryWriteBytes(payload, -errno);
        new NetlinkHeader(NetlinkHeader.Size, request, NetlinkFlags.Request, of ?? sequence, 0).Write(payload.AsSpan(sizeof(int)));
        Arrive(NetlinkMessage.Build(AuditMessageType.Error, NetlinkFlags.None, sequence, payload));
    }

    public void Arrive(byte[] bytes, uint sender = 0, int? length = null) =>
        _incoming.Enqueue((new ReceivedDatagram(0, length ?? bytes.Length, sender, Woken: false), bytes));

    public void FailReceive(int errno) => _incoming.Enqueue((new ReceivedDatagram(errno, 0, 0, Woken: false), []));

    public int Send(ReadOnlySpan<byte> datagram)
    {
        if (_sendErrors.TryDequeue(out var errno))
        {
            return errno;
        }

        Requests++;
        clock.Advance(Takes);
        OnRequest(this, NetlinkHeader.Read(datagram).Sequence);
        return 0;
    }

    public ReceivedDatagram Receive(Span<byte> buffer)
    {
        if (!_incoming.TryDequeue(out var next))
        {
            clock.Advance(AuditConsole.Kernel.Sampling.StatusExchange.Patience);
            return new ReceivedDatagram(Errno.TryAgain, 0, 0, Woken: false);
        }

        clock.Advance(Takes);
        next.Bytes.AsSpan(0, Math.Min(next.Bytes.Length, buffer.Length)).CopyTo(buffer);
        return next.Result;
    }

    public void Dispose()
    {
    }

    public static byte[] Status(uint sequence, uint backlog, uint lost = 0, uint? waited = 0, uint limit = 64)
    {
        var status = new AuditStatus { Backlog = backlog, Lost = lost, BacklogWaitTimeActual = waited, BacklogLimit = limit };
        return NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, sequence, status.ToBytes(waited is null ? 40 : AuditStatus.StockSize));
    }
}
