using System.Diagnostics.CodeAnalysis;

namespace AuditConsole.Engine.Queue;

/// <summary>The main queue: records between their producers and the one consumer, and the mark of how many there were at most.</summary>
/// <remarks>
/// Any thread may call any member. The queue itself takes every record; producers that are bound by the limit ask
/// <see cref="IsOver"/> first. Since that test is <c>&gt;</c> and comes before the append, one such producer fills the queue to limit + 1.
/// Source: <c>audit_queue</c>, <c>audit_log_start</c> and <c>audit_log_end</c> in <c>kernel/audit.c</c>.
/// </remarks>
/// <typeparam name="T">What a record is here.</typeparam>
public sealed class BacklogQueue<T>
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _records = new();
    private uint _backlog;

    /// <summary>The highest backlog that an append has produced since the last clear.</summary>
    public HighWaterMark Mark { get; } = new();

    /// <summary>Records waiting now.</summary>
    public uint Backlog => Volatile.Read(ref _backlog);

    /// <summary>Whether more records wait than <paramref name="limit"/>; never with limit 0, which means no limit.</summary>
    public bool IsOver(uint limit) => limit != 0 && Backlog > limit;

    /// <summary>Appends a record, then raises the mark to the backlog that this very append produced.</summary>
    /// <returns>That backlog, whatever other producers and the consumer have done since.</returns>
    public uint Append(T record)
    {
        uint backlog;
        lock (_gate)
        {
            _records.Enqueue(record);
            backlog = (uint)_records.Count;
            Volatile.Write(ref _backlog, backlog);
        }

        Mark.Raise(backlog);
        return backlog;
    }

    /// <summary>Takes the oldest record.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTake([MaybeNullWhen(false)] out T record)
    {
        lock (_gate)
        {
            var taken = _records.TryDequeue(out record);
            Volatile.Write(ref _backlog, (uint)_records.Count);
            return taken;
        }
    }
}
