using AuditConsole.Protocol;

namespace AuditConsole.Engine.Workload;

/// <summary>A task that logs its records one after another and sleeps where the engine lets it: what comes meanwhile is held up behind.</summary>
/// <param name="engine">Where it logs.</param>
/// <param name="next">The next record's type and text; called by several tasks at once in a live engine.</param>
internal sealed class ProducingTask(AuditEngine engine, Func<(AuditMessageType Type, ReadOnlyMemory<byte> Text)> next)
{
    private int _waiting;
    private Task _logging = Task.CompletedTask;

    /// <summary>Whether it sleeps with a record that it could not log yet.</summary>
    public bool IsAsleep => Held > 0;

    /// <summary>Records that arrived and are neither logged nor lost.</summary>
    public int Held => Volatile.Read(ref _waiting);

    /// <summary>Ends with the last record that arrived; fails with what stopped the task.</summary>
    public Task Completion => Volatile.Read(ref _logging);

    /// <summary>One more record arrives. To be called by one thread at a time.</summary>
    public void Add(CancellationToken cancellationToken)
    {
        // Whoever raises the count from 0 logs until it is 0 again.
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            Volatile.Write(ref _logging, LogAsync(cancellationToken));
        }
    }

    private async Task LogAsync(CancellationToken cancellationToken)
    {
        do
        {
            var (type, text) = next();
            await engine.LogAsync(type, text, cancellationToken).ConfigureAwait(false);
        }
        while (Interlocked.Decrement(ref _waiting) > 0);
    }
}
