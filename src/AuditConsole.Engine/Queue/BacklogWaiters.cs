namespace AuditConsole.Engine.Queue;

/// <summary>Producers and senders that sleep until the consumer has made a pass. Any thread may call any member.</summary>
/// <remarks>
/// Each wake releases the one that has slept longest, as the kernel's exclusive sleepers are. Nobody looks at the backlog again
/// between joining and sleeping, so a pass that falls in between wakes someone else or nobody; the kernel has the same gap.
/// Source: <c>audit_backlog_wait</c> in <c>kernel/audit.c</c>.
/// </remarks>
/// <param name="time">Ends sleeps whose time is up.</param>
/// <param name="inline">Whether the one who is woken goes on within the call that wakes it.</param>
internal sealed class BacklogWaiters(TimeProvider time, bool inline)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource<bool>> _sleepers = [];
    private readonly TaskCreationOptions _going = inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
    private bool _closed;

    /// <summary>Sleepers now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _sleepers.Count;
            }
        }
    }

    /// <summary>Sleeps until woken, closed or out of time.</summary>
    /// <returns>Whether it ended before the time was up.</returns>
    public async Task<bool> SleepAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var sleeper = new TaskCompletionSource<bool>(_going);
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
        while (TakeFirst() is { } first && !first.TrySetResult(true))
        {
        }
    }

    /// <summary>Releases everyone and lets nobody sleep from now on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        while (TakeFirst() is { } sleeper)
        {
            sleeper.TrySetResult(true);
        }
    }

    private TaskCompletionSource<bool>? TakeFirst()
    {
        lock (_gate)
        {
            var first = _sleepers.First?.Value;
            if (first is not null)
            {
                _sleepers.RemoveFirst();
            }

            return first;
        }
    }
}
