using AuditConsole.Kernel.Sampling;
using AuditConsole.Kernel.Tests.Sampling.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Kernel.Tests.Sampling;

public sealed class StatusExchangeTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly AnsweringSocket _socket;
    private readonly StatusExchange _exchange;

    public StatusExchangeTests()
    {
        _socket = new AnsweringSocket(_clock);
        _exchange = new StatusExchange(_socket, _clock);
    }

    /// <summary>What may come before the reply.</summary>
    public static IEnumerable<TheoryDataRow<string>> Strays => s_strays.Keys.Select(name => new TheoryDataRow<string>(name));

    private static readonly Dictionary<string, Action<AnsweringSocket, uint>> s_strays = new()
    {
        ["nothing"] = (_, _) => { },
        ["a record"] = (s, _) => s.Arrive(NetlinkMessage.Build(AuditMessageType.Syscall, NetlinkFlags.None, 0, new byte[300])),
        ["a record cut off"] = (s, q) => s.Arrive(AnsweringSocket.Status(q, 77), length: 9000),
        ["another process's answer"] = (s, q) => s.Arrive(AnsweringSocket.Status(q, 77), sender: 4711),
        ["another request's answer"] = (s, q) => s.Reply(q + 1, 77),
        ["an empty datagram"] = (s, _) => s.Arrive([]),
        ["half a header"] = (s, q) => s.Arrive(AnsweringSocket.Status(q, 77)[..8]),
        ["half a status"] = (s, q) => s.Arrive(NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.None, q, new byte[28])),
        ["a length beyond the datagram"] = (s, q) => s.Arrive(AnsweringSocket.Status(q, 77)[..56]),
        ["a length below the header's"] = (s, q) => s.Arrive([4, 0, 0, 0, .. AnsweringSocket.Status(q, 77)[4..]]),
        ["a good acknowledgement"] = (s, q) => s.Refuse(q, 0),
        ["a refusal cut short"] = (s, q) => s.Arrive(NetlinkMessage.Build(AuditMessageType.Error, NetlinkFlags.None, q, new byte[4])),
        ["a refusal of another type"] = (s, q) => s.Refuse(q, Errno.OperationNotPermitted, AuditMessageType.Set),
        ["a refusal of another request"] = (s, q) => s.Refuse(q, Errno.OperationNotPermitted, of: q + 1),
        ["an interruption"] = (s, _) => s.FailReceive(Errno.Interrupted),
        ["a dropped datagram"] = (s, _) => s.FailReceive(Errno.NoBufferSpace),
    };

    public void Dispose() => _socket.Dispose();

    [Theory]
    [MemberData(nameof(Strays))]
    public void Ask_WithThatBeforeTheReply_TakesTheReply(string stray)
    {
        _socket.OnRequest = (socket, sequence) =>
        {
            s_strays[stray](socket, sequence);
            socket.Reply(sequence, 4000000000, lost: 12, waited: 34, limit: 8192);
        };

        var exchange = _exchange.Ask();

        Assert.Equal(ExchangeEnd.Answered, exchange.End);
        Assert.Equal(new BacklogReading(4000000000, 12, 34, 8192), exchange.Reading);
    }

    [Fact]
    public void Ask_OfAnOldKernel_HasNoTimeWaited()
    {
        _socket.OnRequest = (socket, sequence) => socket.Reply(sequence, 5, waited: null);

        Assert.Equal(new BacklogReading(5, 0, null, 64), _exchange.Ask().Reading);
    }

    [Fact]
    public void Ask_Refused_SaysWhy()
    {
        _socket.OnRequest = (socket, sequence) => socket.Refuse(sequence, Errno.OperationNotPermitted);
        var exchange = _exchange.Ask();

        Assert.Equal((ExchangeEnd.Refused, Errno.OperationNotPermitted), (exchange.End, exchange.Errno));
    }

    [Fact]
    public void Ask_NeverAnswered_EndsWithItsPatience()
    {
        _socket.OnRequest = (_, _) => { };
        var exchange = _exchange.Ask();

        Assert.Equal(ExchangeEnd.NotAnswered, exchange.End);
        Assert.Equal(StatusExchange.Patience, _clock.GetElapsedTime(exchange.Sent, exchange.Ended));
    }

    [Fact]
    public void Ask_WithStraysWithoutEnd_EndsWithItsPatienceToo()
    {
        var strays = 0;
        _socket.Takes = TimeSpan.FromMilliseconds(10);
        _socket.OnRequest = (socket, sequence) =>
        {
            for (; strays < 1000; strays++)
            {
                socket.Reply(sequence + 1, 77);
            }
        };
        var exchange = _exchange.Ask();

        Assert.Equal(ExchangeEnd.NotAnswered, exchange.End);
        Assert.InRange(_clock.GetElapsedTime(exchange.Sent, exchange.Ended), StatusExchange.Patience, StatusExchange.Patience * 1.1);
    }

    [Fact]
    public void Asks_WithRepliesLateTwiceAndOutOfOrder_EachTakeTheirOwn()
    {
        _socket.OnRequest = (_, _) => { };
        Assert.Equal(ExchangeEnd.NotAnswered, _exchange.Ask().End);
        _socket.OnRequest = (socket, sequence) =>
        {
            socket.Reply(sequence - 1, 100);
            socket.Reply(sequence, 2);
            socket.Reply(sequence, 200);
            socket.Reply(sequence - 1, 100);
        };
        Assert.Equal(2u, _exchange.Ask().Reading.Backlog);
        _socket.OnRequest = (socket, sequence) => socket.Reply(sequence, 3);
        Assert.Equal(3u, _exchange.Ask().Reading.Backlog);
        Assert.Equal(3, _socket.Requests);
    }

    [Fact]
    public void Ask_InterruptedOnTheWayOut_IsSentOnce()
    {
        _socket.FailSends(Errno.Interrupted, Errno.Interrupted);

        Assert.Equal(ExchangeEnd.Answered, _exchange.Ask().End);
        Assert.Equal(1, _socket.Requests);
    }

    [Fact]
    public void Ask_ThatCannotBeSentOrReceived_SaysSo()
    {
        _socket.FailSends(Errno.ConnectionRefused);
        var unsent = _exchange.Ask();
        _socket.OnRequest = (socket, _) => socket.FailReceive(Errno.InvalidArgument);
        var unread = _exchange.Ask();

        Assert.Equal((ExchangeEnd.SendFailed, Errno.ConnectionRefused), (unsent.End, unsent.Errno));
        Assert.Equal((ExchangeEnd.ReceiveFailed, Errno.InvalidArgument), (unread.End, unread.Errno));
        Assert.Null(_exchange.Sending);
    }

    [Fact]
    public void Asks_AfterTheFirst_AllocateNothing()
    {
        var exchange = new StatusExchange(new EchoSocket(42), TimeProvider.System);
        exchange.Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0u;
        for (var i = 0; i < 1000; i++)
        {
            sum += exchange.Ask().Reading.Backlog;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(42_000u, sum);
    }
}
