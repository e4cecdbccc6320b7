namespace AuditConsole.Protocol;

/// <summary>Asks an audit subsystem and matches its replies to the requests.</summary>
/// <remarks>
/// Any thread may call; requests go out one after another. A task ends when the reply is there, even while the kernel still
/// holds the sender (<see cref="HeldFor"/>); the next request waits for that. No request has a deadline while it is held, since
/// giving up on a read-and-clear would lose the value; a caller that must go on waits beside the task, not on it.
/// </remarks>
public sealed class AuditClient : IAsyncDisposable
{
    /// <summary>How long a reply may take once the kernel has let go of the sender.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(5);

    private readonly IAuditTransport _transport;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ReplyReader _replies;
    private readonly Lock _sendGate = new();
    private Task _sending = Task.CompletedTask;
    private long _sendStarted;
    private uint _sequence;
    private int _statusSize = AuditStatus.StockSize;
    private int _disposed;

    /// <summary>Takes over a transport, which is disposed with the client, and starts to read from it.</summary>
    public AuditClient(IAuditTransport transport, TimeProvider time)
    {
        _transport = transport;
        _time = time;
        _replies = new ReplyReader(transport, _closing.Token);
    }

    /// <summary>Whether the status seen last had <c>backlog_max_depth</c>. False before the first one.</summary>
    public bool KeepsBacklogMaxDepth => Volatile.Read(ref _statusSize) >= AuditStatus.PatchedSize;

    /// <summary>How long the kernel has been holding the sender of the request under way; <see langword="null"/> when it is not.</summary>
    public TimeSpan? HeldFor
    {
        get
        {
            lock (_sendGate)
            {
                return _sending.IsCompleted ? null : _time.GetElapsedTime(_sendStarted);
            }
        }
    }

    /// <summary>Datagrams that answered no request under way: late, foreign or malformed.</summary>
    public long UnmatchedReplies => _replies.Unmatched;

    /// <summary>AUDIT_GET.</summary>
    /// <exception cref="AuditException">The audit subsystem refused, cannot be reached or sent nonsense.</exception>
    public async Task<AuditStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var payload = await AskAsync(AuditMessageType.Get, default, AuditMessageType.Get, ack => ack.ValueFor(AuditStatusMask.None), cancellationToken)
            .ConfigureAwait(false);
        var status = AuditStatus.Parse(payload.Data.Span);
        Volatile.Write(ref _statusSize, status.BacklogMaxDepth is null ? AuditStatus.StockSize : AuditStatus.PatchedSize);
        return status;
    }

    /// <summary>AUDIT_GET_FEATURE.</summary>
    /// <exception cref="AuditException">As <see cref="GetStatusAsync"/>.</exception>
    public async Task<AuditFeatures> GetFeaturesAsync(CancellationToken cancellationToken)
    {
        var payload = await AskAsync(
            AuditMessageType.GetFeature, default, AuditMessageType.GetFeature, ack => ack.ValueFor(AuditStatusMask.None), cancellationToken)
            .ConfigureAwait(false);
        return AuditFeatures.Parse(payload.Data.Span);
    }

    /// <summary>AUDIT_SET of one field, in a message of its own.</summary>
    /// <exception cref="AuditException">As <see cref="GetStatusAsync"/>; EPERM while the configuration is locked.</exception>
    public Task SetAsync(AuditSetting setting, uint value, CancellationToken cancellationToken)
    {
        var status = setting switch
        {
            AuditSetting.Enabled => new AuditStatus { Enabled = value },
            AuditSetting.Failure => new AuditStatus { Failure = value },
            AuditSetting.Pid => new AuditStatus { Pid = value },
            AuditSetting.RateLimit => new AuditStatus { RateLimit = value },
            AuditSetting.BacklogLimit => new AuditStatus { BacklogLimit = value },
            AuditSetting.BacklogWaitTime => new AuditStatus { BacklogWaitTime = value },
            _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, "Not a field of the status that can be set."),
        };
        return SetAsync(status with { Mask = (AuditStatusMask)setting }, cancellationToken);
    }

    /// <summary>Reads a counter and sets it to 0, in one atomic step of the audit subsystem.</summary>
    /// <returns>The value it had. Nobody else can read it again.</returns>
    /// <exception cref="NotSupportedException">
    /// The status seen last has no <c>backlog_max_depth</c>. Some kernels without it acknowledge the request as if the mark had been 0.
    /// </exception>
    /// <exception cref="AuditException">As <see cref="GetStatusAsync"/>.</exception>
    public async Task<uint> ReadAndClearAsync(AuditCounter counter, CancellationToken cancellationToken)
    {
        if (counter == AuditCounter.BacklogMaxDepth && !KeepsBacklogMaxDepth)
        {
            throw new NotSupportedException("This kernel keeps no high-water mark: its status has no backlog_max_depth, so there is nothing to clear.");
        }

        return await SetAsync(new AuditStatus { Mask = (AuditStatusMask)counter }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands in a text record, as <c>auditctl -m</c> does. Needs CAP_AUDIT_WRITE.</summary>
    /// <exception cref="AuditException">As <see cref="GetStatusAsync"/>.</exception>
    public async Task SendUserRecordAsync(AuditMessageType type, ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        await AskAsync(type, text, AuditMessageType.None, ack => ack.ValueFor(AuditStatusMask.None), cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the transport; a request under way, held or not, ends with an <see cref="AuditUnavailableException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
        await _replies.Completion.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task<uint> SetAsync(AuditStatus status, CancellationToken cancellationToken)
    {
        var payload = status.ToBytes(Volatile.Read(ref _statusSize));
        var reply = await AskAsync(AuditMessageType.Set, payload, AuditMessageType.None, ack => ack.ValueFor(status.Mask), cancellationToken)
            .ConfigureAwait(false);
        return reply.Value;
    }

    private async Task<Reply> AskAsync(
        AuditMessageType type, ReadOnlyMemory<byte> payload, AuditMessageType data, Func<NetlinkAck, uint> value, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The kernel may still be holding the sender of the request before this one.
            await _sending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _disposed) != 0)
            {
                throw Closed();
            }

            _sequence = _sequence == uint.MaxValue ? 1 : _sequence + 1;
            var reply = _replies.Expect(_sequence, type, data, value);
            // Data is its own acknowledgement, and a refusal is sent in any case.
            var flags = data == AuditMessageType.None ? NetlinkFlags.Request | NetlinkFlags.Ack : NetlinkFlags.Request;
            var datagram = NetlinkMessage.Build(type, flags, _sequence, payload.Span);
            lock (_sendGate)
            {
                _sendStarted = _time.GetTimestamp();
                _sending = _transport.SendAsync(datagram, _closing.Token);
            }

            return await AwaitReplyAsync(type, reply, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _replies.Forget();
            _turn.Release();
        }
    }

    private async Task<Reply> AwaitReplyAsync(AuditMessageType type, Task<Reply> reply, CancellationToken cancellationToken)
    {
        await Task.WhenAny(reply, _sending).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!reply.IsCompleted)
        {
            try
            {
                await _sending.ConfigureAwait(false);
                await reply.WaitAsync(ReplyTimeout, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw Closed(e);
            }
            catch (TimeoutException)
            {
                throw new AuditUnavailableException(
                    $"The audit subsystem took message {(ushort)type} but did not answer within {ReplyTimeout.TotalSeconds:0} s.");
            }
        }

        return await reply.ConfigureAwait(false);
    }

    private static AuditUnavailableException Closed(Exception? cause = null) =>
        new("The console has closed the connection to the audit subsystem.", innerException: cause);
}
