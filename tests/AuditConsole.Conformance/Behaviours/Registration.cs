using AuditConsole.Conformance.Exchange;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>auditd: how it comes, what it gets, and how it goes.</summary>
internal static class Registration
{
    public static IEnumerable<Behaviour> All =>
    [
        new("register", "AUDIT_SET of the own pid", "acknowledged with 0; the pid is in the status; CONFIG_CHANGE 'op=set audit_pid=N old=0' comes on that socket", Reach.Changing, async t =>
        {
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            Assert.Equal(t.Subject.ProcessId, (await t.Control.GetAsync()).Pid);
            await Records.AssertConfigChangeAsync(auditd, $"audit_pid={t.Subject.ProcessId} old=0", allowed: true);
        }),
        new("register-ack-first", "The order in which a new auditd gets its acknowledgement and records", "the acknowledgement is the first datagram on the socket", Reach.Changing, async t =>
        {
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            var first = auditd.Records.Count;
            await auditd.RecordAsync($"op=set audit_pid={t.Subject.ProcessId} old=0");
            Assert.Equal(0, first);
        })
        {
            // What is held already may be on the way while the acknowledgement is read.
            AppliesTo = s => !s.AuditDefault,
        },
        new("auditd-header-quirk", "The length in the header of a record for auditd", "leaves the 16 bytes of the header out", Reach.Changing, async t =>
        {
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            var record = await auditd.RecordAsync($"op=set audit_pid={t.Subject.ProcessId} old=0");
            var header = NetlinkHeader.Read(record);
            Assert.Equal(((uint)record.Length - NetlinkHeader.Size, NetlinkFlags.None, 0u, 0u), (header.Length, header.Flags, header.Sequence, header.PortId));
        }),
        new("register-second", "Registering while another socket is registered", "EEXIST; the first is asked with REPLACE (1329), which carries the asker's pid; CONFIG_CHANGE with res=0", Reach.Changing, async t =>
        {
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            var second = t.Open();
            Assert.Equal(-Errno.Exists, await second.SetAsync(new AuditStatus { Mask = Pid, Pid = t.Subject.ProcessId }));
            await Records.AssertConfigChangeAsync(auditd, $"audit_pid={t.Subject.ProcessId} old={t.Subject.ProcessId}", allowed: false);
            var question = Assert.Single(auditd.Records, r => NetlinkHeader.Read(r).Type == AuditMessageType.Replace);
            Assert.Equal((20, 20u), (question.Length, NetlinkHeader.Read(question).Length));
            Assert.Equal(t.Subject.ProcessId, BitConverter.ToUInt32(question, NetlinkHeader.Size));
        }),
        new("register-after-close", "Registering when the registered socket has gone", "accepted: nobody answers the REPLACE", Reach.Changing, async t =>
        {
            var gone = t.Open();
            Assert.Equal(0, await t.RegisterAsync(gone));
            await gone.DisposeAsync();
            var second = t.Open();
            Assert.Equal(0, await t.RegisterAsync(second));
            Assert.Equal(t.Subject.ProcessId, (await t.Control.GetAsync()).Pid);
        }),
        new("unregister", "AUDIT_SET of pid 0 by the registered process", "acknowledged with 0; pid is 0", Reach.Changing, async t =>
        {
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            Assert.Equal(0, await auditd.SetAsync(new AuditStatus { Mask = Pid }));
            Assert.Equal(0u, (await t.Control.GetAsync()).Pid);
        }),
        new("closed-auditd-is-noticed", "A record after the registered socket was closed", "the registration ends with the first send that fails", Reach.Changing, async t =>
        {
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            await auditd.DisposeAsync();
            await t.HandInAsync("op=conformance-nobody", 1);
            await t.DrainedAsync();
            for (var asked = 0; (await t.Control.GetAsync()).Pid != 0; asked++)
            {
                Assert.True(asked < 2_000, "The registration does not end.");
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
            }
        }),
        new("clear-as-auditd", "Read-and-clear from auditd's own socket", "the acknowledgement and the record of it share the socket", Reach.Changing, async t =>
        {
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            Assert.Equal(0, await auditd.ClearAsync(Lost));
            await Records.AssertConfigChangeAsync(auditd, "lost=0 old=0", allowed: true);
        }),
        new("held-for-auditd", "Records while there is no auditd, booted with audit=1", "held, and delivered to the next one", Reach.Changing, async t =>
        {
            await t.EmptyHoldQueueAsync();
            await t.HandInAsync("op=conformance-held", 3);
            await t.DrainedAsync();
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            await auditd.RecordAsync($"op=set audit_pid={t.Subject.ProcessId} old=0");
            Assert.Equal(3, auditd.Records.Count(r => Text.Of(r).Contains("op=conformance-held", StringComparison.Ordinal)));
        })
        {
            AppliesTo = s => s.AuditDefault,
        },
        new("not-held-for-auditd", "Records while there is no auditd, booted without audit=1", "gone, and not counted as lost", Reach.Changing, async t =>
        {
            await t.HandInAsync("op=conformance-gone", 3);
            await t.DrainedAsync();
            var auditd = t.Open();
            Assert.Equal(0, await t.RegisterAsync(auditd));
            await auditd.RecordAsync($"op=set audit_pid={t.Subject.ProcessId} old=0");
            Assert.DoesNotContain(auditd.Records, r => Text.Of(r).Contains("op=conformance-gone", StringComparison.Ordinal));
            Assert.Equal(0u, (await t.Control.GetAsync()).Lost);
        })
        {
            AppliesTo = s => !s.AuditDefault,
        },
    ];
}
