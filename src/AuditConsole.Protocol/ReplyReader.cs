namespace AuditConsole.Protocol;

/// <summary>What a request got back: the value of its acknowledgement, or the payload of its data.</summary>
internal readonly record struct Reply(uint Value, ReadOnlyMemory<byte> Data);

/// <summary>Reads datagrams as long as the transport gives them and hands each to the one request under way, if it is for it.</summary>
internal sealed class ReplyReader
{
    private readonly IAuditTransport _transport;
    private readonly Lock _gate = new();
    private Expected? _expected;
    private AuditException? _ended;
    private long _unmatched;

    public ReplyReader(IAuditTransport transport, CancellationToken cancellationToken)
    {
        _transport = transport;
        Completion = ReadAsync(cancellationToken);
    }

    public Task Completion { get; }

    public long Unmatched => Interlocked.Read(ref _unmatched);

    public Task<Reply> Expect(uint sequence, AuditMessageType request, AuditMessageType data, Func<NetlinkAck, uint> value)
    {
        var expected = new Expected(sequence, request, data, value);
        lock (_gate)
        {
            if (_ended is { } cause)
            {
                throw new AuditUnavailableException($"The connection to the audit subsystem has ended: {cause.Message}", innerException: cause);
            }

            _expected = expected;
        }

        return expected.Completion.Task;
    }

    public void Forget()
    {
        lock (_gate)
        {
            _expected = null;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var datagram = await _transport.ReceiveAsync(cancellationToken).ConfigureAwait(false);
                foreach (var message in NetlinkMessage.Split(datagram))
                {
                    Dispatch(message);
                }
            }
            catch (AuditException e) when (e is AuditProtocolException or AuditUnavailableException { Errno: Errno.NoBufferSpace })
            {
                Interlocked.Increment(ref _unmatched);
                Fail(e, ended: false);
            }
            catch (AuditException e)
            {
                Fail(e, ended: true);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Fail(new AuditUnavailableException("The console has closed it."), ended: true);
                return;
            }
        }
    }

    private void Fail(AuditException cause, bool ended)
    {
        lock (_gate)
        {
            _ended ??= ended ? cause : null;
            _expected?.Completion.TrySetException(cause);
        }
    }

    private void Dispatch(NetlinkMessage message)
    {
        lock (_gate)
        {
            if (_expected is null || message.Header.Sequence != _expected.Sequence || !_expected.TryTake(message))
            {
                Interlocked.Increment(ref _unmatched);
            }
        }
    }

    private sealed record Expected(uint Sequence, AuditMessageType Request, AuditMessageType Data, Func<NetlinkAck, uint> Value)
    {
        public TaskCompletionSource<Reply> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TryTake(NetlinkMessage message)
        {
            if (message.Header.Type == AuditMessageType.Error)
            {
                return TryTake(NetlinkAck.Parse(message.Payload.Span));
            }

            // A record has sequence 0 and never gets here; anything but the data that was asked for is another program's mistake.
            return message.Header.Type == Data && Data != AuditMessageType.None
                && Completion.TrySetResult(new Reply(0, message.Payload));
        }

        private bool TryTake(NetlinkAck ack)
        {
            if (ack.Request.Type != Request || ack.Request.Sequence != Sequence)
            {
                return false;
            }

            try
            {
                var value = Value(ack);
                // Where data follows, a good acknowledgement only announces it.
                return Data != AuditMessageType.None || Completion.TrySetResult(new Reply(value, default));
            }
            catch (AuditException e)
            {
                return Completion.TrySetException(e);
            }
        }
    }
}
