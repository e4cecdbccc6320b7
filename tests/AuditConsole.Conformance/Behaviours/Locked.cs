using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>enabled = 2 and locked features, which stay until the next boot.</summary>
internal static class Locked
{
    public static IEnumerable<Behaviour> All =>
    [
        new("lock-comes-first", "enabled = 2 and backlog_limit in one mask", "EPERM: locked already, and the limit refused by it", Reach.Locking, async t =>
        {
            Assert.Equal(-Errno.OperationNotPermitted, await t.Control.SetAsync(new AuditStatus { Mask = Enabled | BacklogLimit, Enabled = 2, BacklogLimit = 5 }));
            var status = await t.Control.GetAsync();
            Assert.Equal((2u, Trial.AmpleLimit), (status.Enabled, status.BacklogLimit));
        }),
        .. new (string Name, AuditStatus Set)[]
        {
            ("audit_enabled=1", new() { Mask = Enabled, Enabled = 1 }),
            ("audit_failure=0", new() { Mask = Failure, Failure = 0 }),
            ("audit_rate_limit=9", new() { Mask = RateLimit, RateLimit = 9 }),
            ("audit_backlog_limit=9", new() { Mask = BacklogLimit, BacklogLimit = 9 }),
            ("audit_backlog_wait_time=9", new() { Mask = BacklogWaitTime, BacklogWaitTime = 9 }),
        }.Select(set => new Behaviour($"locked-{set.Name.Split('=')[0]}", $"AUDIT_SET of {set.Name[6..]} while locked", "EPERM, nothing applied; CONFIG_CHANGE with res=0", Reach.Locking, async t =>
        {
            await LockAsync(t);
            var reader = t.Open(new SocketOptions { ReadLog = true });
            var before = await t.Control.GetAsync();
            Assert.Equal(-Errno.OperationNotPermitted, await t.Control.SetAsync(set.Set));
            HarmlessSets.AssertSameSettings(before, await t.Control.GetAsync());
            await Records.AssertConfigChangeAsync(reader, $@"{set.Name} old={OldOf(set.Set.Mask, before)}", allowed: false);
        })),
        new("locked-clear", "Read-and-clear of the counters while locked", "not refused; the old values come back", Reach.Locking, async t =>
        {
            await LockAsync(t);
            await t.HandInAsync("op=conformance-locked", 50);
            await t.DrainedAsync();
            var status = await t.Control.GetAsync();
            if (t.KeepsMark)
            {
                Assert.NotEqual(0u, status.BacklogMaxDepth);
                Assert.Equal((int)status.BacklogMaxDepth!.Value, await t.Control.ClearAsync(BacklogMaxDepth));
            }

            Assert.Equal((int)status.Lost, await t.Control.ClearAsync(Lost));
            Assert.Equal((int)status.BacklogWaitTimeActual!.Value, await t.Control.ClearAsync(BacklogWaitTimeActual));
        }),
        new("locked-register", "Registering auditd while locked", "not refused", Reach.Locking, async t =>
        {
            await LockAsync(t);
            Assert.Equal(0, await t.RegisterAsync(t.Open()));
            Assert.Equal(t.Subject.ProcessId, (await t.Control.GetAsync()).Pid);
        }),
        .. new (ushort Type, string Operation)[] { (1011, "add_rule"), (1012, "remove_rule") }.Select(change => new Behaviour(
            $"locked-{change.Operation}", $"{change.Operation} while locked", $"EPERM; CONFIG_CHANGE 'op={change.Operation} audit_enabled=2 res=0'; a payload that is too short is EINVAL first", Reach.Locking, async t =>
            {
                await LockAsync(t);
                var reader = t.Open(new SocketOptions { ReadLog = true });
                Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(change.Type, new byte[1039])).Error);
                Assert.Equal(-Errno.OperationNotPermitted, (await t.Control.AskAsync(change.Type, Rules.ForType(5, 2, 1131))).Error);
                await reader.RecordAsync($" op={change.Operation} audit_enabled=2 res=0");
            })),
        new("locked-trim", "AUDIT_TRIM and AUDIT_MAKE_EQUIV while locked", "EPERM", Reach.Locking, async t =>
        {
            await LockAsync(t);
            Assert.Equal(-Errno.OperationNotPermitted, (await t.Control.AskAsync(1014, default)).Error);
            Assert.Equal(-Errno.OperationNotPermitted, (await t.Control.AskAsync(1015, new byte[16])).Error);
        }),
        new("locked-user", "User messages while locked", "logged as ever", Reach.Locking, async t =>
        {
            await LockAsync(t);
            var reader = t.Open(new SocketOptions { ReadLog = true });
            await t.HandInAsync("op=conformance-in-lock", 1);
            await reader.RecordAsync("op=conformance-in-lock");
        }),
        new("feature-lock", "A feature that is locked, changed together with one that is not", "EPERM; neither is changed; FEATURE_CHANGE with res=0. The same value again is accepted", Reach.Locking, async t =>
        {
            Assert.Equal(0, (await t.Control.AskAsync(1018, new AuditFeatures(1, 1, 0, 1).ToBytes())).Error);
            Assert.Equal(1u, await Rules.FeaturesAsync(t, f => f.Lock));
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(-Errno.OperationNotPermitted, (await t.Control.AskAsync(1018, new AuditFeatures(1, 3, 3, 0).ToBytes())).Error);
            Assert.Equal(0u, await Rules.FeaturesAsync(t, f => f.Features));
            await reader.RecordAsync(" feature=only_unset_loginuid old=0 new=1 old_lock=1 new_lock=1 res=0");
            Assert.Equal(0, (await t.Control.AskAsync(1018, new AuditFeatures(1, 1, 0, 0).ToBytes())).Error);
        }),
    ];

    private static async Task LockAsync(Trial t)
    {
        if ((await t.Control.GetAsync()).Enabled != 2)
        {
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Enabled, Enabled = 2 }));
        }
    }

    private static uint? OldOf(AuditStatusMask mask, AuditStatus status) => mask switch
    {
        Enabled => status.Enabled,
        Failure => status.Failure,
        RateLimit => status.RateLimit,
        BacklogLimit => status.BacklogLimit,
        _ => status.BacklogWaitTime,
    };
}
