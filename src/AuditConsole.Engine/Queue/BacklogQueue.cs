using System.Diagnostics.CodeAnalysis;
using AuditConsole.Engine.Statistics;

namespace AuditConsole.Engine.Queue;

/// <summary>The main queue: records between their producers and the one consumer, and the mark of how many there were at most.</summary>
/// <remarks>
/// <para>
/// Any thread may call any member except <see cref="TryTake"/>, which is for one consumer at a time: whoever takes over from another
/// must know that the other's last call has returned. Nobody waits, but for a short lock once in 256 records, when room is made.
/// </para>
/// <para>
/// The queue itself takes every record; producers that are bound by the limit ask <see cref="IsOver"/> first. Since that test is
/// <c>&gt;</c> and comes before the append, one such producer fills the queue to limit + 1.
/// </para>
/// <para>
/// Nothing is allocated for a record once the queue has been as long before, up to 65,536 records. A taken record stays reachable
/// until the consumer has gone on to the next 256.
/// </para>
/// <para>Source: <c>audit_queue</c>, <c>audit_log_start</c> and <c>audit_log_end</c> in <c>kernel/audit.c</c>.</para>
/// </remarks>
/// <typeparam name="T">What is queued; a struct is copied in and out.</typeparam>
public sealed class BacklogQueue<T>
{
    private readonly SegmentedQueue<T, HardwareMemory> _queue;

    /// <summary>An empty queue with a mark of 0.</summary>
    /// <param name="mode">Which length an append raises the mark to.</param>
    /// <param name="statistics">What <see cref="Tick"/> reports the backlog to; none by default.</param>
    public BacklogQueue(MarkMode mode = MarkMode.Exact, BacklogStatistics? statistics = null)
    {
        _queue = new SegmentedQueue<T, HardwareMemory>(mode);
        Mark = new HighWaterMark(_queue.Mark);
        Statistics = statistics;
    }

    /// <summary>The highest backlog that an append has produced since the last clear.</summary>
    public HighWaterMark Mark { get; }

    /// <summary>Mean and distribution of the backlog; <see langword="null"/> where none are kept.</summary>
    public BacklogStatistics? Statistics { get; }

    /// <summary>Records waiting at one instant of the call, those included that a producer is about to write.</summary>
    public uint Backlog => (uint)_queue.Length();

    /// <summary>Whether more records wait than <paramref name="limit"/>; never with limit 0, which means no limit.</summary>
    /// <remarks>Records that others append during the call may be missed, as they are in the kernel.</remarks>
    public bool IsOver(uint limit) => limit != 0 && _queue.IsOver(limit);

    /// <summary>Appends a record and raises the mark as the queue's <see cref="MarkMode"/> says.</summary>
    /// <remarks>Quicker than <see cref="Append"/>: it looks at what the consumer does only when the mark may have to rise.</remarks>
    public void Enqueue(in T item) => _queue.Enqueue(item);

    /// <summary>Appends a record, raises the mark as the queue's <see cref="MarkMode"/> says, and returns the backlog.</summary>
    /// <returns>The backlog that this very append produced, whatever other producers and the consumer have done since.</returns>
    public uint Append(T item) => (uint)_queue.Append(item);

    /// <summary>Takes the oldest record. For one consumer at a time.</summary>
    /// <returns>Whether there was one. A record whose append has not ended yet may not be there, and those behind it wait for it.</returns>
    public bool TryTake([MaybeNullWhen(false)] out T item) => _queue.TryTake(out item);

    /// <summary>Accounts the present backlog for the time since the last tick; without <see cref="Statistics"/>, nothing.</summary>
    /// <param name="timestamp">Now, from <see cref="TimeProvider.GetTimestamp"/>; one at or before an earlier one changes nothing.</param>
    /// <remarks>Called before the appends or takes of a batch, with one reading of the clock for all of them.</remarks>
    public void Tick(long timestamp)
    {
        if (Statistics is { } statistics && statistics.IsLater(timestamp))
        {
            statistics.Tick(timestamp, Backlog);
        }
    }

    /// <summary>The first half of an append in <see cref="MarkMode.Kernel"/>.</summary>
    internal void EnqueueUnmarked(in T item) => _queue.EnqueueUnmarked(item);

    /// <summary>The second half of an append in <see cref="MarkMode.Kernel"/>.</summary>
    internal void RaiseToBacklog() => _queue.RaiseToLength();
}
