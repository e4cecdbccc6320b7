using AuditConsole.Protocol;

namespace AuditConsole.Kernel.Netlink;

/// <summary>Hands datagrams to the kernel from a thread of its own, since the kernel may put the sender to sleep.</summary>
/// <remarks>The thread waits by <see cref="Monitor"/>, which sleeps at once: with ten requests a second a wait that spins first costs more than the sending.</remarks>
internal sealed class SenderThread
{
    private readonly INetlinkSocket _socket;
    // An object and no Lock: the thread waits on it.
    private readonly object _gate = new();
    private readonly Queue<Outgoing> _queue = [];
    private readonly HashSet<Outgoing> _open = [];
    private bool _closed;

    public SenderThread(INetlinkSocket socket)
    {
        _socket = socket;
        new Thread(Run) { Name = "audit netlink sender", IsBackground = true }.Start();
    }

    public Task Enqueue(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var outgoing = new Outgoing(datagram.ToArray());
        lock (_gate)
        {
            if (_closed)
            {
                return Task.FromException(NetlinkTransport.Closed());
            }

            _open.Add(outgoing);
            _queue.Enqueue(outgoing);
            Monitor.Pulse(_gate);
        }

        outgoing.CancelWith(cancellationToken);
        return outgoing.Completion;
    }

    /// <summary>Ends every task that waits for a send. The thread ends by itself, at the latest when the kernel lets go of it.</summary>
    public void Close()
    {
        Outgoing[] waiting;
        lock (_gate)
        {
            _closed = true;
            waiting = [.. _open];
            Monitor.Pulse(_gate);
        }

        foreach (var outgoing in waiting)
        {
            outgoing.End(NetlinkTransport.Closed());
        }
    }

    private void Run()
    {
        while (Next() is { } outgoing)
        {
            // Cancelled before the kernel saw it: it must not be sent any more.
            if (!outgoing.Completion.IsCompleted)
            {
                outgoing.End(Send(outgoing.Datagram));
            }

            lock (_gate)
            {
                _open.Remove(outgoing);
            }
        }
    }

    private Outgoing? Next()
    {
        lock (_gate)
        {
            Outgoing? next;
            while (!_queue.TryDequeue(out next) && !_closed)
            {
                Monitor.Wait(_gate);
            }

            return next;
        }
    }

    private AuditUnavailableException? Send(byte[] datagram)
    {
        int errno;
        try
        {
            do
            {
                errno = _socket.Send(datagram);
            }
            while (errno == Errno.Interrupted);
        }
        catch (ObjectDisposedException)
        {
            return NetlinkTransport.Closed();
        }

        return errno == 0 ? null : NetlinkFailure.Of(NetlinkStep.Send, errno);
    }

    private sealed class Outgoing(byte[] datagram)
    {
        private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private CancellationTokenRegistration _registration;

        public byte[] Datagram => datagram;

        public Task Completion => _completion.Task;

        public void CancelWith(CancellationToken cancellationToken)
        {
            _registration = cancellationToken.UnsafeRegister(static (o, t) => ((Outgoing)o!)._completion.TrySetCanceled(t), this);
            if (_completion.Task.IsCompleted)
            {
                _registration.Unregister();
            }
        }

        public void End(AuditUnavailableException? failure)
        {
            _ = failure is null ? _completion.TrySetResult() : _completion.TrySetException(failure);
            _registration.Unregister();
        }
    }
}
