using AuditConsole.Kernel.Netlink;
using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Sampling;

/// <summary>How a request ended.</summary>
internal enum ExchangeEnd
{
    Answered,
    Refused,
    SendFailed,
    ReceiveFailed,
    NotAnswered,
}

/// <summary>One request and what came of it.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Errno">Why, unless it was answered or nothing came.</param>
/// <param name="Reading">What the kernel said, where it answered.</param>
/// <param name="Asked">When it was begun, as a timestamp of the clock.</param>
/// <param name="Sent">When the kernel let go of the sender.</param>
/// <param name="Ended">When it was over.</param>
internal readonly record struct Exchange(ExchangeEnd End, int Errno, BacklogReading Reading, long Asked, long Sent, long Ended);

/// <summary>AUDIT_GET on one thread: a send and a receive in buffers that stay, so that no request allocates.</summary>
/// <remarks>
/// The request asks for no acknowledgement; the kernel sends one only to refuse. A reply is known by its sequence number, so one that
/// comes after its time, twice or out of order is skipped, as is everything else that arrives: only <see cref="Patience"/> ends the wait.
/// Each datagram of the kernel is one message. Source: <c>audit_send_reply</c> in <c>kernel/audit.c</c>.
/// </remarks>
internal sealed class StatusExchange(IRequestSocket socket, TimeProvider time)
{
    /// <summary>How long a reply may take once the kernel has let go of the sender.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private const int LargestAnswer = 512;
    private const long None = long.MinValue;

    private readonly byte[] _request = new byte[NetlinkHeader.Size];
    private readonly byte[] _answer = new byte[LargestAnswer];
    private uint _sequence;
    private int _statusLength;
    private long _sending = None;

    /// <summary>The timestamp at which the send under way began; <see langword="null"/> where none is. Thread-safe.</summary>
    public long? Sending => Volatile.Read(ref _sending) is not None and var since ? since : null;

    /// <summary>The whole status of the last answer, until the next question.</summary>
    public ReadOnlySpan<byte> Status => _answer.AsSpan(NetlinkHeader.Size, _statusLength);

    /// <summary>Asks once and waits for the answer.</summary>
    public Exchange Ask()
    {
        // Records have sequence 0.
        _sequence = _sequence == uint.MaxValue ? 1 : _sequence + 1;
        new NetlinkHeader(NetlinkHeader.Size, AuditMessageType.Get, NetlinkFlags.Request, _sequence, 0).Write(_request);

        var asked = time.GetTimestamp();
        var errno = Send(asked);
        var sent = time.GetTimestamp();
        return errno == 0 ? Receive(asked, sent) : new Exchange(ExchangeEnd.SendFailed, errno, default, asked, sent, sent);
    }

    private int Send(long asked)
    {
        Volatile.Write(ref _sending, asked);
        int errno;
        do
        {
            errno = socket.Send(_request);
        }
        while (errno == Errno.Interrupted);
        Volatile.Write(ref _sending, None);
        return errno;
    }

    private Exchange Receive(long asked, long sent)
    {
        while (true)
        {
            var received = socket.Receive(_answer);
            var now = time.GetTimestamp();
            switch (received.Errno)
            {
                case 0:
                    if (Read(received, out var refusal, out var reading))
                    {
                        return new Exchange(refusal == 0 ? ExchangeEnd.Answered : ExchangeEnd.Refused, refusal, reading, asked, sent, now);
                    }

                    break;
                // What was dropped for want of buffer may have been the reply of an earlier request.
                case Errno.TryAgain or Errno.Interrupted or Errno.NoBufferSpace:
                    break;
                default:
                    return new Exchange(ExchangeEnd.ReceiveFailed, received.Errno, default, asked, sent, now);
            }

            if (received.Errno == Errno.TryAgain || time.GetElapsedTime(sent, now) >= Patience)
            {
                return new Exchange(ExchangeEnd.NotAnswered, 0, default, asked, sent, now);
            }
        }
    }

    private bool Read(ReceivedDatagram received, out int refusal, out BacklogReading reading)
    {
        refusal = 0;
        reading = default;
        if (received.SenderPortId != 0 || received.Length < NetlinkHeader.Size || received.Length > _answer.Length)
        {
            return false;
        }

        var header = NetlinkHeader.Read(_answer);
        if (header.Sequence != _sequence || header.Length < NetlinkHeader.Size || header.Length > received.Length)
        {
            return false;
        }

        var payload = _answer.AsSpan(NetlinkHeader.Size, (int)header.Length - NetlinkHeader.Size);
        _statusLength = payload.Length;
        return header.Type switch
        {
            AuditMessageType.Get => BacklogReading.TryRead(payload, out reading),
            AuditMessageType.Error => Refuses(payload, out refusal),
            _ => false,
        };
    }

    private bool Refuses(ReadOnlySpan<byte> payload, out int refusal)
    {
        refusal = 0;
        if (payload.Length < sizeof(int) + NetlinkHeader.Size)
        {
            return false;
        }

        var ack = NetlinkAck.Parse(payload);
        refusal = ack.Errno;
        return refusal != 0 && ack.Request is { Type: AuditMessageType.Get } request && request.Sequence == _sequence;
    }
}
