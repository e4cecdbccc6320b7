using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>AUDIT_SET of values: what is applied, in which order, and the record it leaves.</summary>
internal static class Settings
{
    private static readonly int[] s_shortStatuses = [28, 32, 36];

    public static IEnumerable<Behaviour> All =>
    [
        .. new (string Name, AuditStatusMask Bit, AuditStatus New, Func<AuditStatus, uint?> Field, uint Value)[]
        {
            ("enabled", Enabled, new() { Enabled = 0 }, s => s.Enabled, 0),
            ("failure", Failure, new() { Failure = 0 }, s => s.Failure, 0),
            ("rate_limit", RateLimit, new() { RateLimit = 4_000_000_000 }, s => s.RateLimit, 4_000_000_000),
            ("backlog_limit", BacklogLimit, new() { BacklogLimit = 9_000 }, s => s.BacklogLimit, 9_000),
            ("backlog_wait_time", BacklogWaitTime, new() { BacklogWaitTime = 7 }, s => s.BacklogWaitTime, 7),
        }.Select(set => new Behaviour(
            $"set-{set.Name}",
            $"AUDIT_SET of {set.Name} while enabled",
            $"applied; CONFIG_CHANGE 'op=set audit_{set.Name}=NEW old=OLD auid=N ses=N res=1'",
            Reach.Changing,
            async t =>
            {
                var reader = t.Open(new SocketOptions { ReadLog = true });
                var before = await t.Control.GetAsync();
                Assert.Equal(0, await t.Control.SetAsync(set.New with { Mask = set.Bit }));
                Assert.Equal(set.Value, set.Field(await t.Control.GetAsync()));
                await Records.AssertConfigChangeAsync(reader, $"audit_{set.Name}={set.Value} old={set.Field(before)}", allowed: true);
            })),
        new("enable-leaves-no-record", "enabled 0 → 1 and 1 → 0", "the first leaves no record, the second does", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Enabled, Enabled = 0 }));
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Enabled, Enabled = 1 }));
            await Records.AssertConfigChangeAsync(reader, "audit_enabled=0 old=1", allowed: true);
            await t.HandInAsync("op=conformance-end", 1);
            await reader.RecordAsync("op=conformance-end");
            Assert.DoesNotContain(reader.Records, r => Exchange.Text.Of(r).Contains("audit_enabled=1 old=0", StringComparison.Ordinal));
        }),
        new("unchanged-value-is-logged", "AUDIT_SET of the value that is there", "logged like a change", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Failure, Failure = 1 }));
            await Records.AssertConfigChangeAsync(reader, "audit_failure=1 old=1", allowed: true);
        }),
        new("order-and-partial", "enabled = 0, failure = 9, backlog_limit = 77 in one mask", "EINVAL: enabled is applied, what comes after the refused field is not", Reach.Changing, async t =>
        {
            var mixed = new AuditStatus { Mask = Enabled | Failure | BacklogLimit, Enabled = 0, Failure = 9, BacklogLimit = 77 };
            Assert.Equal(-Errno.InvalidArgument, await t.Control.SetAsync(mixed));
            var after = await t.Control.GetAsync();
            Assert.Equal((0u, 1u, Trial.AmpleLimit), (after.Enabled, after.Failure, after.BacklogLimit));
        }),
        new("order-wait-time-last", "rate_limit, backlog_limit and a backlog_wait_time that is too long", "EINVAL; the two limits stay applied", Reach.Changing, async t =>
        {
            var mixed = new AuditStatus { Mask = RateLimit | BacklogLimit | BacklogWaitTime, RateLimit = 1000, BacklogLimit = 7777, BacklogWaitTime = uint.MaxValue };
            Assert.Equal(-Errno.InvalidArgument, await t.Control.SetAsync(mixed));
            var after = await t.Control.GetAsync();
            Assert.Equal((1000u, 7777u, 60 * (uint)t.Subject.Hz), (after.RateLimit, after.BacklogLimit, after.BacklogWaitTime!.Value));
        }),
        new("mask-0x41", "lost and enabled in one mask (0x41)", "enabled is set, lost is not cleared, acknowledged with 0", Reach.Changing, async t =>
        {
            await Backlogs.LoseAsync(t);
            var before = await t.Control.GetAsync();
            Assert.NotEqual(0u, before.Lost);
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Lost | Enabled, Enabled = 0 }));
            var after = await t.Control.GetAsync();
            Assert.Equal((0u, before.Lost), (after.Enabled, after.Lost));
        }),
        new("wait-time-at-most", "backlog_wait_time of exactly 600 s, and of 0", "both accepted", Reach.Changing, async t =>
        {
            foreach (var jiffies in new[] { 600 * (uint)t.Subject.Hz, 0u })
            {
                Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = BacklogWaitTime, BacklogWaitTime = jiffies }));
                Assert.Equal(jiffies, (await t.Control.GetAsync()).BacklogWaitTime);
            }
        }),
        .. s_shortStatuses.Select(length => new Behaviour(
            $"wait-time-payload-{length}",
            $"backlog_wait_time with a payload of {length} bytes, which does not reach the field",
            "with a status of 44 bytes, and with one of 48 from 32 bytes on: accepted, and the wait time becomes 0; below that EINVAL",
            Reach.Changing,
            async t =>
            {
                var error = (await t.Control.AskAsync(1001, new AuditStatus { Mask = BacklogWaitTime, BacklogWaitTime = 99 }.ToBytes(48).AsMemory(0, length))).Error;
                var passes = length + NetlinkHeader.Size >= t.Subject.StatusSize;
                Assert.Equal(passes ? 0 : -Errno.InvalidArgument, error);
                Assert.Equal(passes ? 0u : 60 * (uint)t.Subject.Hz, (await t.Control.GetAsync()).BacklogWaitTime);
            })),
        new("short-payload-reads-as-0", "backlog_limit with a payload of 8 bytes", "applied: what is missing reads as 0, so there is no limit", Reach.Changing, async t =>
        {
            Assert.Equal(0, (await t.Control.AskAsync(1001, new AuditStatus { Mask = BacklogLimit }.ToBytes(48).AsMemory(0, 8))).Error);
            Assert.Equal(0u, (await t.Control.GetAsync()).BacklogLimit);
        }),
        new("long-payload-tail-ignored", "AUDIT_SET with a payload of 64 bytes", "the struct is taken, the tail ignored", Reach.Changing, async t =>
        {
            byte[] payload = [.. new AuditStatus { Mask = BacklogLimit, BacklogLimit = 5000 }.ToBytes(48), .. Enumerable.Repeat((byte)0xff, 16)];
            Assert.Equal(0, (await t.Control.AskAsync(1001, payload)).Error);
            Assert.Equal(5000u, (await t.Control.GetAsync()).BacklogLimit);
        }),
        new("several-sets", "Two AUDIT_SETs and an AUDIT_GET in one datagram", "applied in their order; the status shows both", Reach.Changing, async t =>
        {
            byte[] datagram =
            [
                .. NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 601, new AuditStatus { Mask = BacklogLimit, BacklogLimit = 6001 }.ToBytes(48)),
                .. NetlinkMessage.Build(AuditMessageType.Set, NetlinkFlags.Request, 602, new AuditStatus { Mask = RateLimit, RateLimit = 6002 }.ToBytes(48)),
                .. NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, 603, default),
            ];
            await t.Control.SendAsync(datagram);
            var replies = new List<byte[]>();
            await Exchange.Eventually.HoldsAsync(
                () =>
                {
                    replies.AddRange(t.Control.TakeAll());
                    return replies.Count > 0;
                },
                "the status");
            var status = AuditStatus.Parse(Assert.Single(replies).AsSpan(NetlinkHeader.Size));
            Assert.Equal((6001u, 6002u), (status.BacklogLimit, status.RateLimit));
        }),
    ];
}
