using System.Buffers.Binary;
using System.Text.Json;
using AuditConsole.Engine.Tests.Support;
using AuditConsole.Protocol;
using AuditConsole.Tests.Support;

namespace AuditConsole.Engine.Tests.Control;

/// <summary>Replays requests that running kernels were sent, and compares the engine's replies with theirs byte for byte.</summary>
public sealed class MeasuredRepliesTests
{
    private const int PortIdOffset = 12;
    private const int PidOffset = NetlinkHeader.Size + 12;
    private const int EchoOffset = NetlinkHeader.Size + sizeof(int);
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static TheoryData<string> Sets => [.. Load().Select(r => r.Set)];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Engine_RequestsAKernelWasSent_AnswersWithTheSameBytes(string set)
    {
        var run = Load().Single(r => r.Set == set);
        await using var engine = new AuditEngine(run.Options, new ManualTimeProvider());
        await using var first = new ControlSession(engine);
        await using var second = new ControlSession(engine);
        // The kernel's boot record is what its mark stands at 1 from.
        engine.Fill(1);
        foreach (var exchange in run.Exchanges)
        {
            engine.Drain(int.MaxValue);
            engine.Fill(exchange.BacklogBefore);
            engine.Drain(int.MaxValue);
            var session = exchange.Socket == "second" ? second : first;
            await session.ReceiveAllAsync();

            var replies = await session.ExchangeAsync(WithOwnPid(exchange, Convert.FromHexString(exchange.Request), PidOffset));

            var expected = exchange.Replies.Select(Convert.FromHexString).Select(r => WithOwnPid(exchange, r, OwnPidOffsetOf(r))).ToList();
            Assert.Equal(
                expected.Select((bytes, i) => $"{exchange.Name}: {Comparable(bytes, bytes.Length)}"),
                replies.Select((bytes, i) => $"{exchange.Name}: {Comparable(bytes, expected.ElementAtOrDefault(i)?.Length ?? bytes.Length)}"));
        }
    }

    [Fact]
    public async Task Engine_MaskBitThatNoKernelKnows_RefusesAsLinux7Does()
    {
        await using var engine = new AuditEngine(new AuditEngineOptions(), new ManualTimeProvider());
        await using var session = new ControlSession(engine);

        var error = await session.SetAsync(AuditStatusMask.Enabled | (AuditStatusMask)0x200, 0);

        Assert.Equal(-Errno.InvalidArgument, error);
        Assert.Equal(1u, engine.Enabled);
    }

    private static List<MeasuredRun> Load()
    {
        using var stream = typeof(MeasuredRepliesTests).Assembly.GetManifestResourceStream("measured-replies.json")!;
        return JsonSerializer.Deserialize<List<MeasuredRun>>(stream, s_json)!;
    }

    private static int OwnPidOffsetOf(byte[] reply) =>
        NetlinkHeader.Read(reply).Type == AuditMessageType.Replace ? NetlinkHeader.Size : EchoOffset + PidOffset;

    private static byte[] WithOwnPid(MeasuredExchange exchange, byte[] datagram, int offset)
    {
        // A pid of 0 is not the sender's: it ends a registration.
        if (exchange.OwnPid && datagram.Length > offset && BinaryPrimitives.ReadInt32LittleEndian(datagram.AsSpan(offset)) != 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(datagram.AsSpan(offset), Environment.ProcessId);
        }

        return datagram;
    }

    // The port id is the socket's own. A status of an older kernel ends before the engine's last field, which the length tells.
    private static string Comparable(byte[] datagram, int length)
    {
        var bytes = datagram[..Math.Min(length, datagram.Length)];
        bytes.AsSpan(PortIdOffset, sizeof(uint)).Clear();
        var isOlderStatus = bytes.Length == NetlinkHeader.Size + AuditStatus.StockSize
            && NetlinkHeader.Read(bytes).Type == AuditMessageType.Get;
        if (isOlderStatus)
        {
            bytes.AsSpan(0, sizeof(uint)).Clear();
        }

        return Convert.ToHexString(bytes);
    }

    private sealed record MeasuredRun(string Set, string Kernel, string Description, AuditEngineOptions Options, IReadOnlyList<MeasuredExchange> Exchanges);

    private sealed record MeasuredExchange(
        string Name, string Note, string Request, IReadOnlyList<string> Replies, bool OwnPid = false, int BacklogBefore = 0, string Socket = "first");
}
