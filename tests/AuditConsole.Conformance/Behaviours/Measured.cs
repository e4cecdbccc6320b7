using System.Buffers.Binary;
using System.Text.Json;
using AuditConsole.Conformance.Exchange;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>Requests that running kernels were sent, sent again in their order; the replies are compared byte for byte where they do not depend on what was queued.</summary>
internal static class Measured
{
    private const int PortIdOffset = 12;
    private const int PidOffset = NetlinkHeader.Size + 12;
    private const int EchoOffset = NetlinkHeader.Size + sizeof(int);

    // A mark right after a clear: 1, or a few more with the records that accompany a change while audit is on.
    private const int MostAfterClear = 10;
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IEnumerable<Behaviour> All => Load().SelectMany(BehavioursOf);

    private static IEnumerable<Behaviour> BehavioursOf(Run run)
    {
        var size = run.Set == "patched" ? AuditStatus.PatchedSize : AuditStatus.StockSize;
        var isHarmless = run.Set == "host-6.18";
        foreach (var locking in new[] { false, true })
        {
            var exchanges = run.Exchanges.Where(e => e.Locking == locking).ToList();
            if (exchanges.Count != 0)
            {
                yield return new(
                    $"measured-{run.Set}{(locking ? "-locked" : "")}",
                    $"Measured on {run.Description}: {string.Join(", ", exchanges.Select(e => e.Name))}",
                    $"{exchanges.Count} requests, answered with the same bytes but for port ids and marks",
                    isHarmless ? Reach.Harmless : locking ? Reach.Locking : Reach.Changing,
                    t => ReplayAsync(t, exchanges, isHarmless))
                {
                    AppliesTo = s => s.StatusSize == size && !s.RefusesUnknownFields,
                };
            }
        }
    }

    private static async Task ReplayAsync(Trial t, List<MeasuredExchange> exchanges, bool isHarmless)
    {
        if (!isHarmless)
        {
            if (t.Subject.AuditDefault)
            {
                // What is held already would overflow.
                await t.EmptyHoldQueueAsync();
            }

            var error = await t.Control.SetAsync(new AuditStatus { Mask = AuditStatusMask.Enabled | AuditStatusMask.BacklogLimit, BacklogLimit = 64 });
            Assert.True(error is 0 or -Errno.OperationNotPermitted, $"refused with {error}");
            await t.ClearCountersAsync();
        }

        var sockets = new Dictionary<string, Session>
        {
            ["first"] = t.Control,
            ["second"] = t.Open(),
            ["auditd"] = t.Open(),
            ["capack"] = t.Open(new SocketOptions { CapAck = true }),
        };
        var excluding = false;
        var isLocked = (await t.Control.GetAsync()).Enabled == 2;
        foreach (var exchange in exchanges)
        {
            if (isLocked && exchange.Name == "lock_enabled2")
            {
                continue;
            }

            if (exchange.Excluding && !excluding)
            {
                await t.AddRuleAsync(Rules.ForType(5, 2, (ushort)AuditMessageType.ConfigChange));
                await t.DrainedAsync();
            }
            else if (excluding && !exchange.Excluding)
            {
                await t.DeleteRulesAsync();
            }

            excluding = exchange.Excluding;
            await AskAsync(t, sockets[exchange.Socket], exchange);
            if (!isHarmless)
            {
                await t.DrainedAsync();
            }
        }
    }

    private static async Task AskAsync(Trial t, Session session, MeasuredExchange exchange)
    {
        var before = session.Records.Count;
        var answer = await session.AskAsync(WithOwnPid(t, exchange, Convert.FromHexString(exchange.Request), PidOffset));
        var expected = exchange.Replies.Select(Convert.FromHexString).ToList();
        var ack = expected.Find(r => NetlinkHeader.Read(r).Type == AuditMessageType.Error);
        Assert.Equal(Of(exchange, ack is null ? null : WithOwnPid(t, exchange, ack, EchoOffset + PidOffset)), Of(exchange, answer.Ack));
        var data = expected.Where(r => NetlinkHeader.Read(r).Sequence != 0 && NetlinkHeader.Read(r).Type != AuditMessageType.Error).ToList();
        Assert.Equal(data.Count, answer.Data.Count);
        foreach (var (then, now) in data.Zip(answer.Data))
        {
            AssertSameData(t, exchange, then.AsSpan(NetlinkHeader.Size), now.Payload.Span);
        }

        foreach (var record in expected.Where(r => NetlinkHeader.Read(r).Sequence == 0))
        {
            await AssertRecordAsync(t, session, before, record);
        }
    }

    private static void AssertSameData(Trial t, MeasuredExchange exchange, ReadOnlySpan<byte> then, ReadOnlySpan<byte> now)
    {
        if (NetlinkHeader.Read(Convert.FromHexString(exchange.Request)).Type != AuditMessageType.Get)
        {
            Assert.Equal(Convert.ToHexString(then), Convert.ToHexString(now));
            return;
        }

        var (was, status) = (AuditStatus.Parse(then), AuditStatus.Parse(now));
        Assert.Equal(then.Length, now.Length);
        if (t.Subject.Allows == Reach.Harmless)
        {
            return;
        }

        Assert.Equal(
            was with { Lost = 0, Backlog = 0, BacklogLimit = 0, BacklogMaxDepth = null, BacklogWaitTime = null, BacklogWaitTimeActual = null },
            status with { Lost = 0, Backlog = 0, BacklogLimit = 0, BacklogMaxDepth = null, BacklogWaitTime = null, BacklogWaitTimeActual = null });
        Assert.Equal((was.BacklogMaxDepth ?? 0) != 0, (status.BacklogMaxDepth ?? 0) != 0);
        Assert.InRange(status.BacklogMaxDepth ?? 0, 0u, (uint)MostAfterClear);
    }

    // An acknowledgement as text: the port id is the socket's own, and a mark that was returned is one of a few.
    private static string Of(MeasuredExchange exchange, byte[]? ack)
    {
        if (ack is null)
        {
            return $"{exchange.Name}: none";
        }

        var bytes = ack.ToArray();
        bytes.AsSpan(PortIdOffset, sizeof(uint)).Clear();
        var error = bytes.AsSpan(NetlinkHeader.Size);
        if (BinaryPrimitives.ReadInt32LittleEndian(error) is > 0 and <= MostAfterClear)
        {
            BinaryPrimitives.WriteInt32LittleEndian(error, 1);
        }

        return $"{exchange.Name}: {Convert.ToHexString(bytes)}";
    }

    private static async Task AssertRecordAsync(Trial t, Session session, int before, byte[] then)
    {
        var header = NetlinkHeader.Read(then);
        if (header.Type == AuditMessageType.Replace)
        {
            Assert.Contains(session.Records.Skip(before), r => NetlinkHeader.Read(r).Type == AuditMessageType.Replace && r.Length == then.Length);
            return;
        }

        // The change itself; the old value and who it was differ from run to run.
        var change = Text.AfterStamp(then).Split(' ')[1];
        var name = change.Split('=')[0];
        var text = name == "audit_pid" ? $"op=set audit_pid={t.Subject.ProcessId} old=0" : $"op=set {change} old=";
        var record = await session.RecordAsync(text);
        Assert.Equal(header.Type, NetlinkHeader.Read(record).Type);
        Assert.Equal(record.Length - then.Length + (int)header.Length, (int)NetlinkHeader.Read(record).Length);
    }

    private static byte[] WithOwnPid(Trial t, MeasuredExchange exchange, byte[] datagram, int offset)
    {
        // A pid of 0 is not the sender's: it ends a registration.
        if (exchange.OwnPid && datagram.Length > offset && BinaryPrimitives.ReadInt32LittleEndian(datagram.AsSpan(offset)) != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(datagram.AsSpan(offset), t.Subject.ProcessId);
        }

        return datagram;
    }

    private static List<Run> Load()
    {
        using var stream = typeof(Measured).Assembly.GetManifestResourceStream("measured-replies.json")!;
        return JsonSerializer.Deserialize<List<Run>>(stream, s_json)!;
    }

    private sealed record Run(string Set, string Kernel, string Description, IReadOnlyList<MeasuredExchange> Exchanges);

    private sealed record MeasuredExchange(
        string Name,
        string Note,
        string Request,
        IReadOnlyList<string> Replies,
        bool OwnPid = false,
        bool Excluding = false,
        bool Locking = false,
        string Socket = "first");
}
