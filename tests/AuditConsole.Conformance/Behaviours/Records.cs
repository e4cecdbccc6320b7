using System.Text;
using AuditConsole.Conformance.Exchange;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>User messages, and the records that requests leave.</summary>
internal static class Records
{
    private static readonly ushort[] s_userTypes = [1005, 1100, 1121, 1199, 2100, 2999];

    public static IEnumerable<Behaviour> All =>
    [
        .. s_userTypes.Select(type => new Behaviour(
            $"user-{type}", $"A user message of type {type}", "a record of that type: \"pid=N uid=N auid=N ses=N msg='TEXT'\"", Reach.Changing, async t =>
            {
                var reader = t.Open(new SocketOptions { ReadLog = true });
                Assert.Equal(0, (await t.Control.AskAsync(type, Encoding.UTF8.GetBytes($"op=conformance-{type}\0"))).Error);
                var record = await reader.RecordAsync($"op=conformance-{type}");
                Assert.Equal(type, (ushort)NetlinkHeader.Read(record).Type);
                var text = Text.AfterStamp(record);
                Assert.StartsWith($"pid={t.Subject.ProcessId} uid=0 auid=", text, StringComparison.Ordinal);
                Assert.Contains(" ses=", text, StringComparison.Ordinal);
                Assert.EndsWith($"msg='op=conformance-{type}'", text, StringComparison.Ordinal);
            })),
        new("user-last-byte", "A user message without a terminator", "its last byte is overwritten with one", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, (await t.Control.AskAsync(1121, "op=conformance-cut!"u8.ToArray())).Error);
            Assert.EndsWith("msg='op=conformance-cut'", Text.Of(await reader.RecordAsync("op=conformance-cut")), StringComparison.Ordinal);
        }),
        new("user-too-short", "A user message of 1 byte", "EINVAL while enabled", Reach.Changing, async t =>
        {
            Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(1121, new byte[1])).Error);
            Assert.Equal(0, (await t.Control.AskAsync(1121, new byte[2])).Error);
        }),
        new("user-while-disabled", "User messages while enabled is 0", "acknowledged with 0, too short ones too; only USER_AVC (1107) leaves a record", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Enabled, Enabled = 0 }));
            Assert.Equal(0, (await t.Control.AskAsync(1121, "op=conformance-off\0"u8.ToArray())).Error);
            Assert.Equal(0, (await t.Control.AskAsync(1121, new byte[1])).Error);
            Assert.Equal(0, (await t.Control.AskAsync(1107, "op=conformance-avc\0"u8.ToArray())).Error);
            await reader.RecordAsync("op=conformance-avc");
            Assert.DoesNotContain(reader.Records, r => Text.Of(r).Contains("op=conformance-off", StringComparison.Ordinal));
        }),
        new("user-tty", "USER_TTY (1124) from a process whose TTY is not audited", "EPERM", Reach.Changing, async t =>
        {
            Assert.Equal(0, (await t.Control.AskAsync(1017, new byte[8])).Error);
            Assert.Equal(-Errno.OperationNotPermitted, (await t.Control.AskAsync(1124, "x\0"u8.ToArray())).Error);
        }),
        new("tty-set", "AUDIT_TTY_SET and AUDIT_TTY_GET", "1 is kept, 2 is EINVAL; 'op=tty_set old-enabled=… new-enabled=… old-log_passwd=… new-log_passwd=… res=…'", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            try
            {
                Assert.Equal(0, (await t.Control.AskAsync(1017, new byte[] { 1, 0, 0, 0, 1, 0, 0, 0 })).Error);
                Assert.Equal("0100000001000000", Convert.ToHexString(Assert.Single((await t.Control.AskAsync(1016, default)).Data).Payload.Span));
                Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(1017, new byte[] { 2, 0, 0, 0 })).Error);
                await reader.RecordAsync(" op=tty_set old-enabled=0 new-enabled=1 old-log_passwd=0 new-log_passwd=1 res=1");
                await reader.RecordAsync(" op=tty_set old-enabled=1 new-enabled=2 old-log_passwd=1 new-log_passwd=0 res=0");
            }
            finally
            {
                Assert.Equal(0, (await t.Control.AskAsync(1017, default)).Error);
            }
        }),
        new("clear-is-logged-while-disabled", "Read-and-clear of lost while enabled is 0", "CONFIG_CHANGE 'op=set lost=0 old=N auid=N ses=N res=1' all the same", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Enabled, Enabled = 0 }));
            Assert.Equal(0, await t.Control.ClearAsync(Lost));
            await AssertConfigChangeAsync(reader, "lost=0 old=0", allowed: true);
        }),
        new("multicast-copy", "The copy of a record for a reader of READLOG", "an ordinary message: the length includes the header; flags, sequence and port id are 0", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, await t.Control.ClearAsync(Lost));
            var record = await reader.RecordAsync("lost=0 old=0");
            Assert.Equal(new NetlinkHeader((uint)record.Length, AuditMessageType.ConfigChange, NetlinkFlags.None, 0, 0), NetlinkHeader.Read(record));
            Assert.Matches(@"^audit\(\d+\.\d{3}:\d+\): ", Text.Of(record));
        }),
        new("event-listener", "Joining and leaving READLOG", "EVENT_LISTENER (1335) with pid, uid, auid, ses, 'nl-mcgrp=1 op=connect res=1', then 'op=disconnect'; the kernel also writes tty, comm and exe", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            var second = t.Open(new SocketOptions { ReadLog = true });
            var connect = await reader.RecordAsync(" nl-mcgrp=1 op=connect res=1");
            Assert.Equal(AuditMessageType.EventListener, NetlinkHeader.Read(connect).Type);
            Assert.Contains($"pid={t.Subject.ProcessId} uid=0 auid=", Text.Of(connect), StringComparison.Ordinal);
            Assert.Equal(t.Subject.IsKernel, Text.Of(connect).Contains(" exe=", StringComparison.Ordinal));
            await second.DisposeAsync();
            await reader.RecordAsync(" nl-mcgrp=1 op=disconnect res=1");
        })
        {
            EngineDiffers = "without tty, comm and exe: the engine's clients are connections, not tasks",
        },
    ];

    /// <summary>The CONFIG_CHANGE of a set, by the whole of its text but who it was.</summary>
    public static async Task AssertConfigChangeAsync(Session reader, string change, bool allowed)
    {
        var record = await reader.RecordAsync($"op=set {change} ");
        Assert.Equal(AuditMessageType.ConfigChange, NetlinkHeader.Read(record).Type);
        Assert.Matches($@"^op=set {change} auid=\d+ ses=\d+( subj=\S+)? res={(allowed ? 1 : 0)}$", Text.AfterStamp(record));
    }
}
