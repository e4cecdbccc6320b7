using AuditConsole.Conformance.Exchange;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>The backlog, its limit, its mark and what is lost, as laws: how many records a consumer takes meanwhile is for the scheduler to say.</summary>
internal static class Backlogs
{
    private const uint Limit = 20;

    // What control messages leave beside the records of a test: on a kernel each can drag the records of its system call with it.
    private const int Extra = 60;

    private static readonly int[] s_payloads = [4, 44, 64];

    public static IEnumerable<Behaviour> All =>
    [
        new("one-task-over-limit", "One task logs 300 records, limit 20, backlog_wait_time 0, auditd stuck", "the mark is 21: the test is > and comes before the append; the rest is lost", Reach.Changing, async t =>
        {
            await StickAsync(t, Limit, waitTime: 0);
            await using var rule = await t.Subject.FloodAsTasksAsync(1, 300);
            AssertMark(t, Limit + 1, Limit + 1, await ClearMarkAsync(t));
            Assert.NotEqual(0u, (await t.Control.GetAsync()).Lost);
        }),
        new("many-tasks-over-limit", "8 tasks log 300 records each, limit 20, backlog_wait_time 0, auditd stuck", "the mark is between 21 and 28: each of them may have passed the test before another's append", Reach.Changing, async t =>
        {
            await StickAsync(t, Limit, waitTime: 0);
            await using var rule = await t.Subject.FloodAsTasksAsync(8, 300);
            AssertMark(t, Limit + 1, Limit + 8, await ClearMarkAsync(t));
        }),
        new("tasks-wait", "One task logs 60 records, limit 20, backlog_wait_time 50 ms, auditd stuck", "it sleeps; backlog_wait_time_actual counts the jiffies, 50 ms for a record at most; the mark is 21", Reach.Changing, async t =>
        {
            const int Records = 60;
            var waitTime = (uint)t.Subject.Hz / 20;
            await StickAsync(t, Limit, waitTime);
            await using var rule = await t.Subject.FloodAsTasksAsync(1, Records);
            AssertMark(t, Limit + 1, Limit + 1, await ClearMarkAsync(t));
            var waited = (await t.Control.GetAsync()).BacklogWaitTimeActual!.Value;
            // A system call leaves up to four records, of which three are counted.
            Assert.InRange(waited, 1u, Records * 4 / 3 * waitTime);
            Assert.InRange((uint)await t.Control.ClearAsync(BacklogWaitTimeActual), waited, Records * 2 * waitTime);
        }),
        new("user-messages-over-limit", "400 user messages in one datagram, limit 20, auditd stuck", "who holds the control lock is not bound by the limit: all 400 are queued and copied to READLOG, and the mark is far above the limit; then the retry queue overflows at its limit and the rest is lost", Reach.Changing, async t =>
        {
            await StickAsync(t, Limit, waitTime: 0);
            var reader = t.Open(new SocketOptions { ReadLog = true });
            await t.HandInAsync("op=conformance-flood", 400);
            await t.DrainedAsync();
            await t.HandInAsync("op=conformance-end", 1);
            await reader.RecordAsync("op=conformance-end");
            Assert.Equal(400, reader.Records.Count(r => Text.Of(r).Contains("op=conformance-flood", StringComparison.Ordinal)));
            AssertMark(t, 100, 400 + Extra, await ClearMarkAsync(t));
            Assert.InRange((await t.Control.GetAsync()).Lost, 400u - (3 * Limit), 400u + Extra);
        }),
        new("no-limit", "4 × 1,000 user messages with limit 0, auditd stuck", "nothing is lost; the mark has no bound", Reach.Changing, async t =>
        {
            await StickAsync(t, 0, waitTime: 0);
            for (var i = 0; i < 4; i++)
            {
                await t.HandInAsync("op=conformance-flood", 1000);
            }

            await t.DrainedAsync();
            Assert.Equal(0u, (await t.Control.GetAsync()).Lost);
            AssertMark(t, 500, 4000 + Extra, await ClearMarkAsync(t));
        }),
        new("lowered-limit", "backlog_limit lowered below the backlog", "what is queued stays queued", Reach.Changing, async t =>
        {
            await StickAsync(t, Trial.AmpleLimit, waitTime: 0);
            for (var attempt = 1; ; attempt++)
            {
                await t.HandInAsync("op=conformance-flood", 200);
                var (before, after) = await LowerAsync(t);
                if (before > Limit || attempt == 10)
                {
                    Assert.InRange(before, Limit + 1, 8000u);
                    Assert.InRange(after, Limit + 1, 8000u);
                    return;
                }
            }
        }),
        new("rate-limit", "100 user messages at once with rate_limit 10", "9 pass, fewer by what was logged in the same second, and one more for each window that begins; the rest is lost", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = RateLimit, RateLimit = 10 }));
            await t.HandInAsync("op=conformance-rate", 100);
            var lost = (await t.Control.GetAsync()).Lost;
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = RateLimit }));
            await t.HandInAsync("op=conformance-end", 1);
            await reader.RecordAsync("op=conformance-end");
            var passed = reader.Records.Count(r => Text.Of(r).Contains("op=conformance-rate", StringComparison.Ordinal));
            Assert.InRange(passed, 3, 11);
            Assert.InRange(lost, (uint)(100 - passed), (uint)(100 - passed + 10));
        }),
        new("no-auditd", "2,000 user messages without an auditd, limit 8192", "kauditd empties the queue; nothing is lost; the mark says how deep it was", Reach.Changing, async t =>
        {
            if (t.Subject.AuditDefault)
            {
                await t.EmptyHoldQueueAsync();
                await t.ClearCountersAsync();
            }

            await t.HandInAsync("op=conformance-flood", 2000);
            Assert.Equal(0u, (await t.DrainedAsync()).Lost);
            AssertMark(t, 2, 2000 + Extra, await ClearMarkAsync(t));
        }),
        new("hold-overflow", "100 user messages without an auditd, limit 20, booted with audit=1", "20 are held, each further one is lost", Reach.Changing, async t =>
        {
            await t.EmptyHoldQueueAsync();
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = BacklogLimit | BacklogWaitTime, BacklogLimit = Limit }));
            await t.DrainedAsync();
            var before = (await t.Control.GetAsync()).Lost;
            await t.HandInAsync("op=conformance-held", 100);
            await t.DrainedAsync();
            Assert.InRange((await t.Control.GetAsync()).Lost - before, 100 - Limit, 100u);
        })
        {
            AppliesTo = s => s.AuditDefault,
        },
        new("clear-lost-value", "Read-and-clear of lost", "the count comes as a positive error with the request repeated, with or without NLM_F_ACK; then it is 0", Reach.Changing, async t =>
        {
            foreach (var flags in new[] { Session.Acknowledged, NetlinkFlags.Request })
            {
                await LoseAsync(t);
                var lost = (await t.Control.GetAsync()).Lost;
                Assert.InRange(lost, 1u, 100u);
                var payload = new AuditStatus { Mask = Lost }.ToBytes(48);
                Requests.AssertEchoed(await t.Control.AskAsync(1001, payload, flags), (int)lost, payload);
                Assert.Equal(0u, (await t.Control.GetAsync()).Lost);
            }
        }),
        .. OfTheMark().Select(b => b with { AppliesTo = s => s.StatusSize >= AuditStatus.PatchedSize }),
    ];

    /// <summary>Has records lost by the rate limit.</summary>
    public static async Task LoseAsync(Trial t)
    {
        Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = RateLimit, RateLimit = 1 }));
        await t.HandInAsync("op=conformance-lost", 20);
        Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = RateLimit }));
        await t.DrainedAsync();
    }

    private static IEnumerable<Behaviour> OfTheMark()
    {
        yield return new("mark-clear", "Read-and-clear of backlog_max_depth", "the mark comes as a positive error; the record of the clear itself raises it again, to 1 at least", Reach.Changing, async t =>
        {
            await t.HandInAsync("op=conformance-flood", 50);
            var status = await t.DrainedAsync();
            Assert.Equal((int)status.BacklogMaxDepth!.Value, await t.Control.ClearAsync(BacklogMaxDepth));
            Assert.InRange((await t.DrainedAsync()).BacklogMaxDepth!.Value, 1u, 10u);
        });
        yield return new("mark-short-payload", "Read-and-clear of backlog_max_depth with a payload of 4 bytes, of 44 and of 64", "cleared all the same", Reach.Changing, async t =>
        {
            byte[] payload = [.. new AuditStatus { Mask = BacklogMaxDepth, BacklogMaxDepth = 777 }.ToBytes(48), .. new byte[16]];
            foreach (var length in s_payloads)
            {
                await t.HandInAsync("op=conformance-flood", 50);
                var mark = (await t.DrainedAsync()).BacklogMaxDepth!.Value;
                Requests.AssertEchoed(await t.Control.AskAsync(1001, payload.AsMemory(0, length)), (int)mark, payload.AsSpan(0, length));
            }
        });
        yield return new("mark-cap-ack", "Read-and-clear of backlog_max_depth on a socket with NETLINK_CAP_ACK", "the mark, in 36 bytes", Reach.Changing, async t =>
        {
            var capped = t.Open(new SocketOptions { CapAck = true });
            var mark = (await t.DrainedAsync()).BacklogMaxDepth!.Value;
            Requests.AssertCapped(await capped.AskAsync(1001, new AuditStatus { Mask = BacklogMaxDepth }.ToBytes(48)), (int)mark);
        });
        yield return new("mark-two-clearers", "Two programs clear the mark during one flood", "each sees part; the highest of all values returned is the peak, and none is invented", Reach.Changing, async t =>
        {
            await StickAsync(t, Trial.AmpleLimit, waitTime: 0);
            var flood = t.Open();
            var clearers = new[] { t.Open(), t.Open() };
            var values = clearers.Select(_ => new List<int>()).ToArray();
            var seen = 0u;
            for (var round = 0; round < 20; round++)
            {
                await flood.SendAsync(Trial.UserRecords("op=conformance-flood", 25));
                seen = Math.Max(seen, (await t.Control.GetAsync()).Backlog);
                values[round % 2].Add(await clearers[round % 2].ClearAsync(BacklogMaxDepth));
            }

            Assert.All(values, of => Assert.InRange(of.Max(), 25, (20 * 25) + 100));
            Assert.InRange(values.SelectMany(of => of).Max(), (int)seen, (20 * 25) + 100);
        });
    }

    /// <summary>An auditd that reads nothing, and then the limit, the wait time and counters of 0.</summary>
    private static async Task StickAsync(Trial t, uint limit, uint waitTime)
    {
        await t.RegisterDeafAsync();
        await t.HandInAsync("op=conformance-stuck", 5);
        var settings = new AuditStatus { Mask = BacklogLimit | BacklogWaitTime, BacklogLimit = limit, BacklogWaitTime = waitTime };
        Assert.Equal(0, await t.Control.SetAsync(settings));
        await t.ClearCountersAsync();
    }

    private static async Task<uint?> ClearMarkAsync(Trial t) => t.KeepsMark ? (uint)await t.Control.ClearAsync(BacklogMaxDepth) : null;

    private static void AssertMark(Trial t, uint least, uint most, uint? mark)
    {
        if (t.KeepsMark)
        {
            Assert.InRange(Assert.NotNull(mark), least, most);
        }
    }

    /// <summary>Lowers the limit, with the backlog asked for right before and after.</summary>
    private static async Task<(uint Before, uint After)> LowerAsync(Trial t)
    {
        byte[] datagram =
        [
            .. NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, 801, default),
            .. NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 802, new AuditStatus { Mask = BacklogLimit, BacklogLimit = Limit }.ToBytes(48)),
            .. NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, 803, default),
            .. NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 804, new AuditStatus { Mask = BacklogLimit, BacklogLimit = Trial.AmpleLimit }.ToBytes(48)),
        ];
        await t.Control.SendAsync(datagram);
        var replies = new List<byte[]>();
        await Eventually.HoldsAsync(
            () =>
            {
                replies.AddRange(t.Control.TakeAll());
                return replies.Count == 2;
            },
            "both statuses");
        var backlogs = replies.ToDictionary(r => NetlinkHeader.Read(r).Sequence, r => AuditStatus.Parse(r.AsSpan(NetlinkHeader.Size)).Backlog);
        return (backlogs[801], backlogs[803]);
    }
}
