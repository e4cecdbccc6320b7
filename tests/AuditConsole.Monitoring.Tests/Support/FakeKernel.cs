using System.Collections.Concurrent;
using System.Threading.Channels;
using AuditConsole.Protocol;

namespace AuditConsole.Monitoring.Tests.Support;

/// <summary>A kernel that says what a test tells it to, and remembers what it was asked.</summary>
internal sealed class FakeKernel
{
    private TaskCompletionSource? _hold;

    public AuditStatus Status { get; set; } = new() { Enabled = 1, Failure = 1, BacklogLimit = 64, BacklogWaitTime = 60_000, BacklogWaitTimeActual = 0, FeatureBitmap = 0x7f };

    /// <summary>Payload bytes of the status: 44 without the mark, 48 with it.</summary>
    public int StatusSize { get; set; } = AuditStatus.PatchedSize;

    /// <summary>What a clear's own record lifts the mark to.</summary>
    public uint Floor { get; set; } = 1;

    /// <summary>Answers in place of the next good ones.</summary>
    public ConcurrentQueue<byte[]> Garbage { get; } = new();

    /// <summary>How opening a connection fails; null when it does not.</summary>
    public AuditException? Refusal { get; set; }

    /// <summary>Which AUDIT_SETs it refuses with EINVAL.</summary>
    public Predicate<AuditStatus> Refuses { get; set; } = _ => false;

    /// <summary>What somebody else does to the status right after an AUDIT_SET.</summary>
    public Func<AuditStatus, AuditStatus> After { get; set; } = status => status;

    public ConcurrentQueue<AuditStatusMask> Masks { get; } = new();

    /// <summary>Text of the records that were handed in.</summary>
    public Channel<string> UserRecords { get; } = Channel.CreateUnbounded<string>();

    /// <summary>How it answers a record that is handed in.</summary>
    public int UserRecordErrno { get; set; }

    /// <summary>From here the kernel keeps whoever sends; the answers still arrive.</summary>
    public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        _hold?.SetResult();
        _hold = null;
    }

    public IAuditTransport Connect() => Refusal is null ? new Connection(this) : throw Refusal;

    private IEnumerable<byte[]> Answer(NetlinkMessage request)
    {
        if (Garbage.TryDequeue(out var garbage))
        {
            return [garbage];
        }

        if (request.Header.Type == AuditMessageType.Get)
        {
            return [Ack(request, 0), NetlinkMessage.Build(AuditMessageType.Get, 0, request.Header.Sequence, Status.ToBytes(StatusSize))];
        }

        if (request.Header.Type == AuditMessageType.UserSystemConfig)
        {
            UserRecords.Writer.TryWrite(System.Text.Encoding.UTF8.GetString(request.Payload.Span));
            return [Ack(request, unchecked((uint)-UserRecordErrno))];
        }

        var asked = AuditStatus.Parse(request.Payload.Span);
        Masks.Enqueue(asked.Mask);
        if (Refuses(asked))
        {
            return [Ack(request, unchecked((uint)-Errno.InvalidArgument))];
        }

        return [Ack(request, Set(asked) ? 0 : ReadAndClear(asked.Mask))];
    }

    private bool Set(AuditStatus asked)
    {
        var before = Status;
        var after = asked.Mask switch
        {
            AuditStatusMask.Enabled => before with { Enabled = asked.Enabled },
            AuditStatusMask.Failure => before with { Failure = asked.Failure },
            AuditStatusMask.RateLimit => before with { RateLimit = asked.RateLimit },
            AuditStatusMask.BacklogLimit => before with { BacklogLimit = asked.BacklogLimit },
            AuditStatusMask.BacklogWaitTime => before with { BacklogWaitTime = asked.BacklogWaitTime },
            _ => null,
        };
        Status = After(after ?? before);
        return after is not null;
    }

    private uint ReadAndClear(AuditStatusMask mask)
    {
        var before = Status;
        Status = mask switch
        {
            AuditStatusMask.BacklogMaxDepth => before with { BacklogMaxDepth = Math.Max(Floor, before.Backlog) },
            AuditStatusMask.Lost => before with { Lost = 0 },
            AuditStatusMask.BacklogWaitTimeActual => before with { BacklogWaitTimeActual = 0 },
            _ => before,
        };
        return mask switch
        {
            AuditStatusMask.BacklogMaxDepth => before.BacklogMaxDepth ?? 0,
            AuditStatusMask.Lost => before.Lost,
            AuditStatusMask.BacklogWaitTimeActual => before.BacklogWaitTimeActual ?? 0,
            _ => 0,
        };
    }

    private static byte[] Ack(NetlinkMessage request, uint value)
    {
        var payload = new byte[sizeof(int) + NetlinkHeader.Size];
        BitConverter.TryWriteBytes(payload, value);
        request.Header.Write(payload.AsSpan(sizeof(int)));
        return NetlinkMessage.Build(AuditMessageType.Error, NetlinkFlags.Capped, request.Header.Sequence, payload);
    }

    private sealed class Connection(FakeKernel kernel) : IAuditTransport
    {
        private readonly Channel<ReadOnlyMemory<byte>> _replies = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();

        public Task SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
        {
            foreach (var reply in kernel.Answer(NetlinkMessage.Split(datagram)[0]))
            {
                _replies.Writer.TryWrite(reply);
            }

            return kernel._hold?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }

        public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) => _replies.Reader.ReadAsync(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
