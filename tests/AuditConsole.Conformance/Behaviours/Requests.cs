using AuditConsole.Conformance.Exchange;
using AuditConsole.Conformance.Subjects;
using AuditConsole.Protocol;

namespace AuditConsole.Conformance.Behaviours;

/// <summary>Requests that change nothing: what a datagram has to look like, and what its answer looks like.</summary>
internal static class Requests
{
    public static IEnumerable<Behaviour> All =>
    [
        new("get-data-alone", "AUDIT_GET without NLM_F_ACK", "the status alone: type 1000, flags 0, the request's sequence, port id 0", Reach.Harmless, async t =>
        {
            var answer = await t.Control.AskAsync(1000, default, NetlinkFlags.Request);
            Assert.Null(answer.Ack);
            var reply = Assert.Single(answer.Data);
            Assert.Equal((AuditMessageType.Get, NetlinkFlags.None, 0u), (reply.Header.Type, reply.Header.Flags, reply.Header.PortId));
            Assert.Equal(t.Subject.StatusSize, reply.Payload.Length);
            var status = AuditStatus.Parse(reply.Payload.Span);
            Assert.Equal((AuditStatusMask.None, 0x7fu), (status.Mask, status.FeatureBitmap!.Value));
        }),
        new("get-ack-first", "AUDIT_GET with NLM_F_ACK", "a capped acknowledgement of 36 bytes, then the status", Reach.Harmless, async t =>
        {
            var answer = await t.Control.AskAsync(1000, default);
            AssertCapped(answer, 0);
            Assert.True(answer.AckFirst);
            Assert.Single(answer.Data);
        }),
        new("get-payload-ignored", "AUDIT_GET with a payload", "answered as without one", Reach.Harmless, async t =>
            Assert.Single((await t.Control.AskAsync(1000, new byte[50], NetlinkFlags.Request)).Data)),
        new("request-flag-unchecked", "AUDIT_GET without NLM_F_REQUEST", "answered as with it", Reach.Harmless, async t =>
            Assert.Single((await t.Control.AskAsync(1000, default, NetlinkFlags.None)).Data)),
        new("features", "AUDIT_GET_FEATURE", "version 1, mask 0xffffffff, the features and their locks", Reach.Harmless, async t =>
        {
            var reply = Assert.Single((await t.Control.AskAsync(1019, default)).Data);
            Assert.Equal(AuditFeatures.Size, reply.Payload.Length);
            var features = AuditFeatures.Parse(reply.Payload.Span);
            Assert.Equal((1u, uint.MaxValue), (features.Version, features.Mask));
        }),
        new("tty-get", "AUDIT_TTY_GET", "two words, each 0 or 1", Reach.Harmless, async t =>
        {
            var reply = Assert.Single((await t.Control.AskAsync(1016, default)).Data);
            Assert.Equal(8, reply.Payload.Length);
            Assert.InRange(BitConverter.ToUInt32(reply.Payload.Span), 0u, 1u);
        }),
        new("signal-info", "AUDIT_SIGNAL_INFO while nobody has sent auditd a signal", "uid and pid of 8 bytes, both 2^32 − 1", Reach.Harmless, async t =>
            Assert.Equal("FFFFFFFFFFFFFFFF", Convert.ToHexString(Assert.Single((await t.Control.AskAsync(1010, default)).Data).Payload.Span))),
        new("list-rules-end", "AUDIT_LIST_RULES", "each rule and then NLMSG_DONE, all with NLM_F_MULTI", Reach.Harmless, async t =>
        {
            var answer = await t.Control.AskAsync(1013, default);
            AssertCapped(answer, 0);
            Assert.All(answer.Data, m => Assert.Equal(NetlinkFlags.Multi, m.Header.Flags));
            Assert.Equal((AuditMessageType.Done, 0), (answer.Data[^1].Header.Type, answer.Data[^1].Payload.Length));
        }),
        .. new (ushort Type, int Errno, string Name)[]
        {
            (999, Errno.InvalidArgument, "below the range"), (1002, Errno.OperationNotSupported, "AUDIT_LIST"),
            (1003, Errno.OperationNotSupported, "AUDIT_ADD"), (1004, Errno.OperationNotSupported, "AUDIT_DEL"),
            (1006, Errno.InvalidArgument, "unassigned"), (1020, Errno.InvalidArgument, "unassigned"), (1099, Errno.InvalidArgument, "unassigned"),
            (1200, Errno.InvalidArgument, "a daemon's own"), (1300, Errno.InvalidArgument, "a record's"),
            (2099, Errno.InvalidArgument, "unassigned"), (3000, Errno.InvalidArgument, "beyond the range"),
        }.Select(type => new Behaviour(
            $"type-{type.Type}",
            $"Message type {type.Type} ({type.Name})",
            $"{NameOf(type.Errno)}, even without NLM_F_ACK, with the request repeated",
            Reach.Harmless,
            async t =>
            {
                byte[] payload = [1, 2, 3, 4, 5];
                AssertEchoed(await t.Control.AskAsync(type.Type, payload, NetlinkFlags.Request), -type.Errno, payload);
            })),
        new("cap-ack", "A refusal on a socket with NETLINK_CAP_ACK", "36 bytes with NLM_F_CAPPED: the payload is not repeated", Reach.Harmless, async t =>
        {
            var answer = await t.Open(new SocketOptions { CapAck = true }).AskAsync(999, new byte[40]);
            AssertCapped(answer, -Errno.InvalidArgument);
        }),
        .. new uint[] { 0, 15, 17, uint.MaxValue }.Select(length => new Behaviour(
            $"length-{length}",
            $"A header whose length says {length} in a datagram of 16 bytes",
            "ignored: no answer",
            Reach.Harmless,
            async t =>
            {
                var request = NetlinkMessage.Build(AuditMessageType.Get, Session.Acknowledged, 77, default);
                BitConverter.TryWriteBytes(request, length);
                await t.Control.SendAsync(request);
                // What would still come would come before the answer to this one, or fail it with another sequence.
                await t.Control.GetAsync();
            })),
        new("several-messages", "Three requests in one datagram", "all acknowledged in their order, and every data reply after all acknowledgements", Reach.Harmless, async t =>
        {
            byte[] datagram =
            [
                .. NetlinkMessage.Build(AuditMessageType.Get, Session.Acknowledged, 901, default),
                .. NetlinkMessage.Build((AuditMessageType)1006, Session.Acknowledged, 902, default),
                .. NetlinkMessage.Build(AuditMessageType.Get, Session.Acknowledged, 903, default),
            ];
            await t.Control.SendAsync(datagram);
            var replies = new List<NetlinkHeader>();
            await Eventually.HoldsAsync(
                () =>
                {
                    replies.AddRange(t.Control.TakeAll().Select(d => NetlinkHeader.Read(d)));
                    return replies.Count >= 5;
                },
                "all five replies");
            Assert.Equal([(AuditMessageType.Error, 901u), (AuditMessageType.Error, 902u), (AuditMessageType.Error, 903u)], replies.Take(3).Select(h => (h.Type, h.Sequence)));
            Assert.Equal([901u, 903u], replies.Skip(3).Select(h => h.Sequence).Order());
        }),
        new("trailing-bytes", "A request with a cut-off header behind it", "the request is answered, the rest ignored", Reach.Harmless, async t =>
        {
            byte[] datagram = [.. NetlinkMessage.Build(AuditMessageType.Get, NetlinkFlags.Request, 950, default), 1, 2, 3, 4, 5, 6, 7];
            Assert.Single((await t.Control.AskAsync(datagram)).Data);
        }),
    ];

    public static void AssertCapped(Answer answer, int error)
    {
        Assert.Equal(error, answer.Error);
        Assert.Equal(36, answer.Ack!.Length);
        Assert.Equal(NetlinkFlags.Capped, NetlinkHeader.Read(answer.Ack).Flags);
    }

    public static void AssertEchoed(Answer answer, int error, ReadOnlySpan<byte> payload)
    {
        Assert.Equal(error, answer.Error);
        var header = NetlinkHeader.Read(answer.Ack);
        Assert.Equal(NetlinkFlags.None, header.Flags);
        Assert.Equal((36 + payload.Length + 3) / 4 * 4, answer.Ack!.Length);
        Assert.Equal((uint)answer.Ack.Length, header.Length);
        Assert.True(answer.Ack.AsSpan(36, payload.Length).SequenceEqual(payload), "The acknowledgement repeats another payload.");
    }

    public static string NameOf(int errno) => errno switch
    {
        Errno.OperationNotPermitted => "EPERM",
        Errno.NoEntry => "ENOENT",
        Errno.AccessDenied => "EACCES",
        Errno.Exists => "EEXIST",
        Errno.InvalidArgument => "EINVAL",
        Errno.OperationNotSupported => "EOPNOTSUPP",
        _ => errno.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
