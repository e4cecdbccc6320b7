namespace AuditConsole.Engine.Queue;

/// <summary>Wakes the one who waits, if there is one: setting it while nobody waits costs one read. Any thread may set; one waits at a time.</summary>
internal sealed class Signal
{
    private TaskCompletionSource? _waiter;

    /// <summary>Lets the waiter go on.</summary>
    /// <remarks>What the waiter is to see must have been published by an interlocked operation before, as an append to the main queue is.</remarks>
    public void Set()
    {
        if (Volatile.Read(ref _waiter) is not null)
        {
            Interlocked.Exchange(ref _waiter, null)?.TrySetResult();
        }
    }

    /// <summary>Waits until it is set, unless there is something to do already.</summary>
    public async Task WaitAsync(Func<bool> isWork, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _waiter, waiter);
        if (isWork())
        {
            Set();
        }

        await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
