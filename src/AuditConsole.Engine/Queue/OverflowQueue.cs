using System.Diagnostics.CodeAnalysis;

namespace AuditConsole.Engine.Queue;

/// <summary>Where kauditd puts records that auditd did not take: the retry queue or the hold queue. Any thread may call any member.</summary>
/// <remarks>Unlike the main queue's, the limit test is <c>&lt;</c>, so that these two stop at exactly the limit. Neither counts as backlog.</remarks>
internal sealed class OverflowQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<QueuedRecord> _records = new();
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Appends unless it is full; with limit 0 it never is.</summary>
    public bool TryAppend(in QueuedRecord record, uint limit)
    {
        lock (_gate)
        {
            if (limit != 0 && (uint)_records.Count >= limit)
            {
                return false;
            }

            Add(record);
            return true;
        }
    }

    /// <summary>Appends whatever the limit.</summary>
    public void Append(in QueuedRecord record)
    {
        lock (_gate)
        {
            Add(record);
        }
    }

    public bool TryTake([MaybeNullWhen(false)] out QueuedRecord record)
    {
        lock (_gate)
        {
            var taken = _records.TryDequeue(out record);
            Volatile.Write(ref _count, _records.Count);
            return taken;
        }
    }

    private void Add(in QueuedRecord record)
    {
        _records.Enqueue(record);
        Volatile.Write(ref _count, _records.Count);
    }
}
