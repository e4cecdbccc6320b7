using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AuditConsole.Engine.Queue;

/// <summary>The algorithm of <see cref="BacklogQueue{T}"/>, on memory that a test may watch.</summary>
/// <remarks>
/// <para>
/// <c>_appended</c> counts the tickets given out, <c>_taken</c> the records taken. Both only grow, and each is written by one side only,
/// on a cache line of its own. A producer gets its ticket by compare-exchange, so nobody else has appended between its reading of
/// both counts and its append: that reading is the append's linearization point. All the consumer has to do is one store.
/// </para>
/// <para>
/// <c>_takenSeen</c> is a count of taken records that a producer read some time ago. The length reckoned with it is never below the
/// true one, so an append that does not pass the mark even by that reckoning need not touch the line that the consumer writes.
/// </para>
/// </remarks>
internal sealed class SegmentedQueue<T, TMemory>(MarkMode mode)
    where TMemory : struct, IMemory
{
    private readonly SegmentList<T> _segments = new();
    private PaddedLong _appended;
    private PaddedLong _takenSeen;
    private PaddedLong _taken;

    public MaxRegister<TMemory> Mark { get; } = new();

    /// <summary>Tickets given out less records taken, at one instant of the call.</summary>
    public long Length()
    {
        var taken = TMemory.Read(ref _taken.Value);
        while (true)
        {
            var appended = TMemory.Read(ref _appended.Value);
            var takenAfter = TMemory.Read(ref _taken.Value);
            if (taken == takenAfter || TMemory.Read(ref _appended.Value) == appended)
            {
                return appended - takenAfter;
            }

            taken = takenAfter;
        }
    }

    public bool IsOver(long limit)
    {
        var appended = TMemory.Read(ref _appended.Value);
        return appended - TMemory.Read(ref _takenSeen.Value) > limit && appended - SeeTaken() > limit;
    }

    /// <summary>Appends and raises the mark.</summary>
    public void Enqueue(in T item)
    {
        if (mode == MarkMode.Kernel)
        {
            EnqueueUnmarked(item);
            RaiseToLength();
            return;
        }

        while (true)
        {
            var mark = Mark.Read();
            var ticket = TMemory.Read(ref _appended.Value);
            var length = ticket + 1 - TMemory.Read(ref _takenSeen.Value);
            if (length > mark)
            {
                length = ticket + 1 - SeeTaken();
            }

            if (TMemory.CompareExchange(ref _appended.Value, ticket + 1, ticket) == ticket)
            {
                Mark.RaiseFrom(mark, length);
                Write(ticket, item);
                return;
            }
        }
    }

    /// <summary>Appends and raises the mark.</summary>
    /// <returns>The length that this append produced.</returns>
    public long Append(in T item)
    {
        while (true)
        {
            var ticket = TMemory.Read(ref _appended.Value);
            var length = ticket + 1 - SeeTaken();
            if (TMemory.CompareExchange(ref _appended.Value, ticket + 1, ticket) != ticket)
            {
                continue;
            }

            if (mode == MarkMode.Exact)
            {
                Mark.Raise(length);
                Write(ticket, item);
            }
            else
            {
                Write(ticket, item);
                RaiseToLength();
            }

            return length;
        }
    }

    /// <summary>Appends and leaves the mark alone: the first half of an append in <see cref="MarkMode.Kernel"/>.</summary>
    public void EnqueueUnmarked(in T item)
    {
        while (true)
        {
            var ticket = TMemory.Read(ref _appended.Value);
            if (TMemory.CompareExchange(ref _appended.Value, ticket + 1, ticket) == ticket)
            {
                Write(ticket, item);
                return;
            }
        }
    }

    /// <summary>Raises the mark to the length as it is now: the second half of an append in <see cref="MarkMode.Kernel"/>.</summary>
    public void RaiseToLength()
    {
        var mark = Mark.Read();
        var appended = TMemory.Read(ref _appended.Value);
        if (appended - TMemory.Read(ref _takenSeen.Value) > mark)
        {
            Mark.RaiseFrom(mark, appended - SeeTaken());
        }
    }

    /// <summary>Takes the record with the lowest ticket, once it is written.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        var ticket = _taken.Value;
        var segment = _segments.Oldest;
        if (segment.Id != ticket >> Segment<T>.Shift && (segment = _segments.DropOldest()) is null)
        {
            item = default;
            return false;
        }

        ref var slot = ref segment[ticket];
        if (TMemory.Read(ref slot.Written) != ticket + 1)
        {
            item = default;
            return false;
        }

        item = slot.Item;
        TMemory.Write(ref _taken.Value, ticket + 1);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(long ticket, in T item)
    {
        ref var slot = ref _segments.Of(ticket)[ticket];
        slot.Item = item;
        TMemory.Write(ref slot.Written, ticket + 1);
    }

    // A producer may put an older count here over a newer one; it is still one that was read.
    private long SeeTaken()
    {
        var taken = TMemory.Read(ref _taken.Value);
        TMemory.Write(ref _takenSeen.Value, taken);
        return taken;
    }
}
