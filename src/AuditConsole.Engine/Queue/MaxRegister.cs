using System.Runtime.CompilerServices;

namespace AuditConsole.Engine.Queue;

/// <summary>A number that only rises until it is read and cleared in one step: what <see cref="HighWaterMark"/> is made of.</summary>
internal sealed class MaxRegister<TMemory>
    where TMemory : struct, IMemory
{
    private PaddedLong _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Read() => TMemory.Read(ref _value.Value);

    public void Raise(long value) => RaiseFrom(Read(), value);

    /// <summary><see cref="Raise"/> by a thread that read the register as <paramref name="seen"/>, however long ago.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RaiseFrom(long seen, long value)
    {
        while (seen < value)
        {
            var current = TMemory.CompareExchange(ref _value.Value, value, seen);
            if (current == seen)
            {
                break;
            }

            seen = current;
        }
    }

    public long ReadAndClear() => TMemory.Exchange(ref _value.Value, 0);
}
