using AuditConsole.Engine.Queue;

namespace AuditConsole.Benchmarks.Queues;

/// <summary>A queue as the comparison drives it: any number of producers, one consumer. All carry the engine's own record. Implemented by structs, so that nothing is called through the interface.</summary>
internal interface IRecordQueue
{
    /// <summary>Appends, where the queue allows it now.</summary>
    bool TryAppend(in QueuedRecord record);

    /// <summary>Takes the oldest record.</summary>
    bool TryTake(out QueuedRecord record);

    /// <summary>The peak since the last clear; 0 from a queue that keeps none.</summary>
    long ReadAndClearMark() => 0;

    /// <summary>Accounts the backlog until now.</summary>
    void Tick(long timestamp)
    {
    }
}
