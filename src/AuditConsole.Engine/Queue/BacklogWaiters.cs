namespace AuditConsole.Engine.Queue;

/// <summary>Producers and senders that sleep until the consumer has made a pass. Any thread may call any member.</summary>
/// <remarks>
/// Each wake releases the one that has slept longest, as the kernel's exclusive sleepers are. Nobody looks at the backlog again
/// between joining and sleeping, so a pass that falls in between wakes someone else or nobody; the kernel has the same gap.
/// Source: <c>audit_backlog_wait</c> in <c>kernel/audit.c</c>.
/// </remarks>
internal sealed class BacklogWaiters(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _sleepers = [];
    private bool _closed;

    /// <summary>Sleeps until woken, closed or out of time.</summary>
    /// <returns>Whether it ended before the time was up.</returns>
    public async Task<bool> SleepAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var sleeper = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<TaskCompletionSource<bool>> place;
        lock (_gate)
        {
            if (_closed)
            {
                return true;
            }

            place = _sleepers.AddLast(sleeper);
        }

        try
        {
            using var timer = time.CreateTimer(_ => sleeper.TrySetResult(false), null, atMost, Timeout.InfiniteTimeSpan);
            using var cancelling = cancellationToken.UnsafeRegister(_ => sleeper.TrySetCanceled(cancellationToken), null);
            return await sleeper.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                place.List?.Remove(place);
            }
        }
    }

    public void WakeOne()
    {
        lock (_gate)
        {
            while (_sleepers.First is { } first)
            {
                _sleepers.RemoveFirst();
                if (first.Value.TrySetResult(true))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Releases everyone and lets nobody sleep from now on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var sleeper in _sleepers)
            {
                sleeper.TrySetResult(true);
            }

            _sleepers.Clear();
        }
    }
}
