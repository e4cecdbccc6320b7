using AuditConsole.Conformance.Exchange;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;
using static AuditConsole.Protocol.AuditStatusMask;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>Rules about message types, which are all that decide here, and the two features.</summary>
internal static class Rules
{
    private const uint UserList = 0;
    private const uint ExcludeList = 5;
    private const uint Never = 0;
    private const uint Always = 2;
    private const ushort Probe = 1131;

    public static IEnumerable<Behaviour> All =>
    [
        new("rule-add-list-delete", "AUDIT_ADD_RULE, AUDIT_LIST_RULES, AUDIT_DEL_RULE", "the list has the rule byte for byte; CONFIG_CHANGE 'op=add_rule key=(null) list=5 res=1' and 'op=remove_rule …'", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            var rule = ForType(ExcludeList, Always, Probe);
            Assert.Equal(0, (await t.Control.AskAsync(1011, rule)).Error);
            Assert.Contains((await t.Control.AskAsync(1013, default)).Data, m => m.Header.Type == AuditMessageType.ListRules && m.Payload.Span.SequenceEqual(rule));
            Assert.Equal(0, (await t.Control.AskAsync(1012, rule)).Error);
            Assert.DoesNotContain((await t.Control.AskAsync(1013, default)).Data, m => m.Payload.Span.SequenceEqual(rule));
            await reader.RecordAsync(" op=add_rule key=(null) list=5 res=1");
            await reader.RecordAsync(" op=remove_rule key=(null) list=5 res=1");
        }),
        new("rule-twice", "The same rule again", "EEXIST; CONFIG_CHANGE with res=0", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            var rule = ForType(ExcludeList, Always, Probe);
            await t.AddRuleAsync(rule);
            Assert.Equal(-Errno.Exists, (await t.Control.AskAsync(1011, rule)).Error);
            await reader.RecordAsync(" op=add_rule key=(null) list=5 res=0");
        }),
        new("rule-delete-missing", "AUDIT_DEL_RULE of a rule that is not there", "ENOENT", Reach.Changing, async t =>
            Assert.Equal(-Errno.NoEntry, (await t.Control.AskAsync(1012, ForType(ExcludeList, Always, Probe))).Error)),
        .. new (string Name, string Title, int Word, uint Value)[]
        {
            ("list", "on a list that does not exist (9)", 0, 9),
            ("entry-list", "on the list of system call entries (2), which is gone", 0, 2),
            ("action", "with action 'possible' (1), which is gone", 1, 1),
            ("count", "with 65 fields", 2, 65),
            ("field", "with a field that does not exist (9999)", 3 + 64, 9999),
            ("operator", "with an operator that does not exist", 3 + 64 + 64 + 64, 1),
            ("key", "with a key (field 210) of 1,131 bytes that are not there", 3 + 64, 210),
        }.Select(damage => new Behaviour($"rule-bad-{damage.Name}", $"A rule {damage.Title}", "EINVAL", Reach.Changing, async t =>
        {
            var rule = ForType(ExcludeList, Always, Probe);
            BitConverter.TryWriteBytes(rule.AsSpan(damage.Word * sizeof(uint)), damage.Value);
            Assert.Equal(-Errno.InvalidArgument, (await t.Control.AskAsync(1011, rule)).Error);
        })),
        new("rule-strings-length", "A rule whose length of strings goes beyond the message, without a field that has one", "accepted; the list says 0", Reach.Changing, async t =>
        {
            var rule = ForType(ExcludeList, Always, Probe);
            var claimed = rule.ToArray();
            BitConverter.TryWriteBytes(claimed.AsSpan(1036), 5u);
            await t.AddRuleAsync(claimed);
            Assert.Contains((await t.Control.AskAsync(1013, default)).Data, m => m.Payload.Span.SequenceEqual(rule));
        }),
        new("rule-key", "A rule with a key", "accepted and listed with it", Reach.Changing, async t =>
        {
            byte[] rule = [.. ForType(4, Always, 0), .. "conformance"u8];
            BitConverter.TryWriteBytes(rule.AsSpan(12 + 256), 210u);
            BitConverter.TryWriteBytes(rule.AsSpan(12 + 512), 11u);
            BitConverter.TryWriteBytes(rule.AsSpan(1036), 11u);
            rule.AsSpan(12, 256).Clear();
            await t.AddRuleAsync(rule);
            Assert.Contains((await t.Control.AskAsync(1013, default)).Data, m => m.Payload.Span.SequenceEqual(rule));
        }),
        new("exclude-rule", "A record whose type a rule excludes", "is not logged; the user message is acknowledged with 0", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            await t.AddRuleAsync(ForType(ExcludeList, Always, Probe));
            Assert.Equal(0, (await t.Control.AskAsync(Probe, "op=conformance-excluded\0"u8.ToArray())).Error);
            await AssertNotLoggedAsync(t, reader, "op=conformance-excluded");
        }),
        new("user-rule", "A user message that a rule of the user list never logs", "is not logged; acknowledged with 0", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            await t.AddRuleAsync(ForType(UserList, Never, Probe));
            Assert.Equal(0, (await t.Control.AskAsync(Probe, "op=conformance-never\0"u8.ToArray())).Error);
            await AssertNotLoggedAsync(t, reader, "op=conformance-never");
        }),
        new("exclude-config-change", "Read-and-clear of the mark while CONFIG_CHANGE is excluded", "nothing raises the mark again: the next clear returns 0, and without NLM_F_ACK there is no answer", Reach.Changing, async t =>
        {
            await t.AddRuleAsync(ForType(ExcludeList, Always, (ushort)AuditMessageType.ConfigChange));
            await t.DrainedAsync();
            await t.Control.ClearAsync(BacklogMaxDepth);
            Assert.Equal(0, await t.Control.ClearAsync(BacklogMaxDepth));
            Assert.True((await t.Control.AskAsync(1001, new AuditStatus { Mask = BacklogMaxDepth }.ToBytes(48), NetlinkFlags.Request)).IsSilence);
            Assert.Equal(0u, (await t.Control.GetAsync()).BacklogMaxDepth);
        })
        {
            AppliesTo = s => s.StatusSize >= AuditStatus.PatchedSize,
        },
        new("trim", "AUDIT_TRIM", "acknowledged with 0; CONFIG_CHANGE 'op=trim res=1'", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, (await t.Control.AskAsync(1014, default)).Error);
            Assert.StartsWith($"pid={t.Subject.ProcessId} uid=0 auid=", Text.AfterStamp(await reader.RecordAsync(" op=trim res=1")), StringComparison.Ordinal);
        }),
        new("feature-change", "AUDIT_SET_FEATURE of only_unset_loginuid", "applied; FEATURE_CHANGE 'feature=only_unset_loginuid old=0 new=1 old_lock=0 new_lock=0 res=1' after the task's ids", Reach.Changing, async t =>
        {
            var reader = t.Open(new SocketOptions { ReadLog = true });
            Assert.Equal(0, (await t.Control.AskAsync(1018, new AuditFeatures(1, 1, 1, 0).ToBytes())).Error);
            Assert.Equal(1u, await FeaturesAsync(t, f => f.Features));
            Assert.Equal(0, (await t.Control.AskAsync(1018, new AuditFeatures(1, 1, 0, 0).ToBytes())).Error);
            Assert.Equal(0u, await FeaturesAsync(t, f => f.Features));
            var record = await reader.RecordAsync(" feature=only_unset_loginuid old=0 new=1 old_lock=0 new_lock=0 res=1");
            Assert.Equal(AuditMessageType.FeatureChange, NetlinkHeader.Read(record).Type);
            Assert.Equal(t.Subject.IsKernel, Text.Of(record).Contains(" ppid=", StringComparison.Ordinal));
            await reader.RecordAsync(" feature=only_unset_loginuid old=1 new=0 old_lock=0 new_lock=0 res=1");
        })
        {
            EngineDiffers = "before it stand pid, uid, auid and ses alone: the engine's clients are connections, not tasks",
        },
    ];

    /// <summary>A rule that compares the message type with one value.</summary>
    public static byte[] ForType(uint list, uint action, ushort type)
    {
        const uint MessageTypeField = 12;
        const uint Equal = 0x40000000;
        var rule = new byte[1040];
        Write(0, list);
        Write(1, action);
        Write(2, 1);
        Write(3 + 64, MessageTypeField);
        Write(3 + 64 + 64, type);
        Write(3 + 64 + 64 + 64, Equal);
        return rule;

        void Write(int word, uint value) => BitConverter.TryWriteBytes(rule.AsSpan(word * sizeof(uint)), value);
    }

    public static async Task<uint> FeaturesAsync(Trial t, Func<AuditFeatures, uint> field) =>
        field(AuditFeatures.Parse(Assert.Single((await t.Control.AskAsync(1019, default)).Data).Payload.Span));

    private static async Task AssertNotLoggedAsync(Trial t, Session reader, string text)
    {
        await t.HandInAsync("op=conformance-end", 1);
        await reader.RecordAsync("op=conformance-end");
        Assert.DoesNotContain(reader.Records, r => Text.Of(r).Contains(text, StringComparison.Ordinal));
    }
}
