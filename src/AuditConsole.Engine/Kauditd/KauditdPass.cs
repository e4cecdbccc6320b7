using AuditConsole.Engine.Connections;
using AuditConsole.Engine.Queue;
using AuditConsole.Protocol;

namespace AuditConsole.Engine.Kauditd;

/// <summary>kauditd: takes records off the queues and gives them to auditd and the multicast readers. Any thread may call; passes follow one another.</summary>
/// <remarks>Source: <c>kauditd_thread</c> and <c>kauditd_send_queue</c> in <c>kernel/audit.c</c>.</remarks>
internal sealed class KauditdPass(
    RecordQueues queues, AuditdConnection auditd, ReadLogGroup readers, OverflowActions actions, BacklogWaiters waiters, TimeSpan sendTimeout) : IDisposable
{
    private const int OverflowTries = 5;
    private const int MainTries = 1;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _disposed;

    private delegate void Failed(in QueuedRecord record, int error);

    /// <summary>One pass over what is queued at its start: hold queue, retry queue, main queue; then one sleeper is woken.</summary>
    /// <param name="most">Records to take off the main queue at most.</param>
    /// <param name="seen">Called with each of them.</param>
    /// <param name="cancellationToken">Ends a wait for auditd. The record that waits counts as not taken by it.</param>
    /// <returns>How many were taken off the main queue.</returns>
    public async ValueTask<int> RunAsync(int most, Action<AuditRecord>? seen, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var receiver = auditd.Registered;
            var connected = receiver is not null
                && await FlushAsync(queues.Hold, receiver, actions.HoldAgain, cancellationToken).ConfigureAwait(false)
                && await FlushAsync(queues.Retry, receiver, actions.Hold, cancellationToken).ConfigureAwait(false);
            return await PassMainAsync(connected ? receiver : null, receiver, most, seen, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            waiters.WakeOne();
            if (!_disposed)
            {
                _turn.Release();
            }
        }
    }

    /// <summary>A pass under way goes on to its end.</summary>
    public void Dispose()
    {
        _disposed = true;
        _turn.Dispose();
    }

    /// <returns>Whether auditd is still connected.</returns>
    private async ValueTask<bool> FlushAsync(OverflowQueue queue, RegisteredAuditd receiver, Failed failed, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(receiver.Peer, OverflowTries, sendTimeout, failed);
        for (var left = queue.Count; left > 0 && queue.TryTake(out var record); left--)
        {
            await delivery.SendAsync(record, cancellationToken).ConfigureAwait(false);
        }

        if (delivery.IsBroken)
        {
            auditd.Reset(receiver);
        }

        return !delivery.IsBroken;
    }

    private async ValueTask<int> PassMainAsync(
        RegisteredAuditd? connected, RegisteredAuditd? registered, int most, Action<AuditRecord>? seen, CancellationToken cancellationToken)
    {
        var delivery = new Delivery(connected?.Peer, MainTries, sendTimeout, connected is null ? actions.Hold : actions.Retry);
        var count = (int)Math.Min((uint)most, queues.Main.Backlog);
        var taken = 0;
        while (taken < count && queues.Main.TryTake(out var record))
        {
            taken++;
            seen?.Invoke(record.ToAuditRecord());
            readers.Send(record);
            await delivery.SendAsync(record, cancellationToken).ConfigureAwait(false);
        }

        if (delivery.IsBroken)
        {
            auditd.Reset(registered);
        }

        return taken;
    }

    /// <summary>The sends of one queue: after a failure that counts, the rest goes to the action without being tried.</summary>
    private sealed class Delivery(IPeer? peer, int tries, TimeSpan timeout, Failed failed)
    {
        private IPeer? _peer = peer;
        private int _failures;

        /// <summary>Whether it failed in a way that means that auditd has gone; that it is only busy does not.</summary>
        public bool IsBroken { get; private set; }

        public async ValueTask SendAsync(QueuedRecord record, CancellationToken cancellationToken)
        {
            if (_peer is null)
            {
                failed(record, -Errno.ConnectionRefused);
                return;
            }

            var datagram = RecordMessage.ForAuditd(record);
            int error;
            while ((error = await TryAsync(record, datagram, cancellationToken).ConfigureAwait(false)) < 0)
            {
                if (++_failures >= tries || error is -Errno.ConnectionRefused or -Errno.OperationNotPermitted)
                {
                    _peer = null;
                    IsBroken = error != -Errno.TryAgain;
                    failed(record, error);
                    return;
                }
            }

            _failures = 0;
        }

        // A record that was taken off its queue is not lost when the engine ends just then.
        private async ValueTask<int> TryAsync(QueuedRecord record, byte[] datagram, CancellationToken cancellationToken)
        {
            try
            {
                return await _peer!.SendAsync(datagram, timeout, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                failed(record, -Errno.TryAgain);
                throw;
            }
        }
    }
}
