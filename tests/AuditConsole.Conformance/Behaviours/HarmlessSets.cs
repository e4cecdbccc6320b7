using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>AUDIT_SET and its neighbours where they are refused or change nothing.</summary>
internal static class HarmlessSets
{
    private static readonly int[] s_shortStatuses = [4, 8, 20, 24, 27];
    private static readonly int[] s_shortFeatures = [0, 15];
    private static readonly AuditStatusMask s_unknown = (AuditStatusMask)0x200;

    public static IEnumerable<Behaviour> All =>
    [
        new("set-empty", "AUDIT_SET without a payload", "acknowledged; nothing happens", Reach.Harmless, async t =>
            Requests.AssertCapped(await t.Control.AskAsync(1001, default), 0)),
        new("set-mask-0", "AUDIT_SET with mask 0 and all fields set", "acknowledged; nothing happens", Reach.Harmless, async t =>
        {
            var before = await t.Control.GetAsync();
            Assert.Equal(0, await t.Control.SetAsync(Everything(None)));
            AssertSameSettings(before, await t.Control.GetAsync());
        }),
        new("set-unknown-bit", "A mask bit that no kernel knows (0x200)", "up to 6.18 ignored, acknowledged with 0; from 7.3 EINVAL", Reach.Harmless, async t =>
        {
            var before = await t.Control.GetAsync();
            var error = await t.Control.SetAsync(Everything(s_unknown));
            Assert.Equal(t.Subject.RefusesUnknownFields ? -Errno.InvalidArgument : 0, error);
            AssertSameSettings(before, await t.Control.GetAsync());
        }),
        Refused("enabled-3", "enabled = 3", Errno.InvalidArgument, new AuditStatus { Mask = Enabled, Enabled = 3 }),
        Refused("failure-3", "failure = 3", Errno.InvalidArgument, new AuditStatus { Mask = Failure, Failure = 3 }),
        Refused("pid-of-another", "pid of another process", Errno.InvalidArgument, new AuditStatus { Mask = Pid, Pid = 1 }),
        new("wait-time-too-long", "backlog_wait_time of 600 s and one jiffy", "EINVAL", Reach.Harmless, async t =>
        {
            var status = new AuditStatus { Mask = BacklogWaitTime, BacklogWaitTime = (600 * (uint)t.Subject.Hz) + 1 };
            Assert.Equal(-Errno.InvalidArgument, await t.Control.SetAsync(status));
        }),
        .. s_shortStatuses.Select(length => new Behaviour(
            $"wait-time-payload-{length}",
            $"backlog_wait_time with a payload of {length} bytes",
            "EINVAL: the message, header included, is shorter than the struct",
            Reach.Harmless,
            async t => Assert.Equal(
                -Errno.InvalidArgument,
                (await t.Control.AskAsync(1001, new AuditStatus { Mask = BacklogWaitTime }.ToBytes(48).AsMemory(0, length))).Error))),
        new("clear-lost-at-0", "Read-and-clear of lost while it is 0", "0, capped", Reach.Harmless, async t =>
        {
            Assert.SkipWhen((await t.Control.GetAsync()).Lost != 0, "It has lost records; the count is not this test's to clear.");
            Requests.AssertCapped(await t.Control.AskAsync(1001, new AuditStatus { Mask = Lost }.ToBytes(48)), 0);
        }),
        new("clear-at-0-silent", "Read-and-clear of lost while it is 0, without NLM_F_ACK", "no answer at all", Reach.Harmless, async t =>
        {
            Assert.SkipWhen((await t.Control.GetAsync()).Lost != 0, "It has lost records; the count is not this test's to clear.");
            Assert.True((await t.Control.AskAsync(1001, new AuditStatus { Mask = Lost }.ToBytes(48), NetlinkFlags.Request)).IsSilence);
        }),
        new("mask-0x140", "Two counters in one mask (0x140)", "acknowledged with 0; neither is cleared", Reach.Harmless, async t =>
        {
            var before = await t.Control.GetAsync();
            Assert.Equal(0, await t.Control.SetAsync(new AuditStatus { Mask = Lost | BacklogMaxDepth }));
            var after = await t.Control.GetAsync();
            Assert.Equal(before.Lost, after.Lost);
            Assert.True(after.BacklogMaxDepth is null || after.BacklogMaxDepth >= before.BacklogMaxDepth);
        })
        {
            // From 7.3 on a kernel without the mark refuses the bit.
            AppliesTo = s => s.StatusSize >= AuditStatus.PatchedSize || !s.RefusesUnknownFields,
        },
        new("mark-unknown", "Read-and-clear of backlog_max_depth where it is not kept", "up to 6.18 ignored: acknowledged with 0, like a mark of 0", Reach.Harmless, async t =>
            Requests.AssertCapped(await t.Control.AskAsync(1001, new AuditStatus { Mask = BacklogMaxDepth }.ToBytes(48)), 0))
        {
            AppliesTo = s => s.StatusSize < AuditStatus.PatchedSize && !s.RefusesUnknownFields,
        },
        .. s_shortFeatures.Select(length => new Behaviour(
            $"set-feature-payload-{length}", $"AUDIT_SET_FEATURE with a payload of {length} bytes", "EINVAL", Reach.Harmless, async t =>
            Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(1018, new byte[length])).Error))),
        new("set-feature-mask-0", "AUDIT_SET_FEATURE with mask 0", "acknowledged; nothing happens", Reach.Harmless, async t =>
        {
            var before = Assert.Single((await t.Control.AskAsync(1019, default)).Data).Payload.ToArray();
            Assert.Equal(0, (await t.Control.AskAsync(1018, new AuditFeatures(1, 0, 3, 3).ToBytes())).Error);
            Assert.Equal(before, Assert.Single((await t.Control.AskAsync(1019, default)).Data).Payload.ToArray());
        }),
        .. new (ushort Type, string Name)[] { (1011, "AUDIT_ADD_RULE"), (1012, "AUDIT_DEL_RULE") }.Select(rule => new Behaviour(
            $"rule-short-{rule.Type}", $"{rule.Name} with a payload of 1,039 bytes", "EINVAL", Reach.Harmless, async t =>
            Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(rule.Type, new byte[1039])).Error))),
        new("make-equiv-short", "AUDIT_MAKE_EQUIV with a payload of 7 bytes", "EINVAL", Reach.Harmless, async t =>
            Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(1015, new byte[7])).Error)),
        new("make-equiv-empty-path", "AUDIT_MAKE_EQUIV with a path of length 0", "EINVAL", Reach.Harmless, async t =>
            Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(1015, new byte[16])).Error)),
    ];

    public static AuditStatus Everything(AuditStatusMask mask) => new()
    {
        Mask = mask,
        Enabled = 7,
        Failure = 7,
        Pid = 7,
        RateLimit = 7,
        BacklogLimit = 7,
        BacklogWaitTime = 7,
    };

    public static void AssertSameSettings(AuditStatus expected, AuditStatus actual) => Assert.Equal(Settings(expected), Settings(actual));

    private static AuditStatus Settings(AuditStatus status) =>
        status with { Lost = 0, Backlog = 0, BacklogWaitTimeActual = null, BacklogMaxDepth = null };

    private static Behaviour Refused(string name, string what, int errno, AuditStatus status) =>
        new($"set-{name}", $"AUDIT_SET of {what}", $"{Requests.NameOf(errno)} with the request repeated", Reach.Harmless, async t =>
        {
            var before = await t.Control.GetAsync();
            var payload = status.ToBytes(48);
            Requests.AssertEchoed(await t.Control.AskAsync(1001, payload), -errno, payload);
            AssertSameSettings(before, await t.Control.GetAsync());
        });
}
