using System.Runtime.CompilerServices;

namespace AuditConsole.Engine.Queue;

/// <summary>The places of the tickets from <c>Id * Length</c> to <c>Id * Length + Length − 1</c>.</summary>
internal sealed class Segment<T>(long id)
{
    public const int Shift = 8;
    public const int Length = 1 << Shift;

    // Odd, so that each ticket of a segment has a place of its own. Neighbouring tickets lie on different cache lines, so a consumer that
    // reads the last record does not hold up the producer that writes the next one.
    private const int Stride = 5;

    private readonly Slot<T>[] _slots = new Slot<T>[Length];

    private long _id = id;

    /// <summary>Changes only while the segment is spare, that is while no ticket of it is out.</summary>
    public long Id => Volatile.Read(ref _id);

    /// <summary>The segment of the next tickets, once a producer has needed it.</summary>
    public volatile Segment<T>? Next;

    public ref Slot<T> this[long ticket]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var slots = _slots;
            return ref slots[((int)ticket * Stride) & (slots.Length - 1)];
        }
    }

    /// <summary>Lets go of what the taken records refer to.</summary>
    public void Retire()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _slots.AsSpan().Clear();
        }
    }

    /// <summary>Makes a spare segment the one of later tickets. Clearing it at once fetches its cache lines for writing much faster than record by record.</summary>
    public void Reuse(long id)
    {
        _slots.AsSpan().Clear();
        Next = null;
        Volatile.Write(ref _id, id);
    }
}
