using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>Counts that each thread keeps of its own calls, from which anyone can tell between which numbers the length must lie.</summary>
internal sealed class LengthBounds(int producers)
{
    private readonly PaddedLong[] _begun = new PaddedLong[producers + 1];
    private readonly PaddedLong[] _ended = new PaddedLong[producers + 1];

    private int Consumer => producers;

    /// <summary>Begins again with an empty queue.</summary>
    public void Reset()
    {
        Array.Clear(_begun);
        Array.Clear(_ended);
    }

    public void TakeBegins() => Volatile.Write(ref _begun[Consumer].Value, _begun[Consumer].Value + 1);

    public void TakeEnds(bool taken)
    {
        Volatile.Write(ref _ended[Consumer].Value, _ended[Consumer].Value + (taken ? 1 : 0));
        if (!taken)
        {
            Volatile.Write(ref _begun[Consumer].Value, _ended[Consumer].Value);
        }
    }

    /// <summary>Notes that an append begins.</summary>
    public void AppendBegins(int producer) => Volatile.Write(ref _begun[producer].Value, _begun[producer].Value + 1);

    /// <summary>Notes that an append has ended.</summary>
    public void AppendEnds(int producer) => Volatile.Write(ref _ended[producer].Value, _begun[producer].Value);

    /// <summary>Looks at the others after an append has begun and before it is made.</summary>
    /// <returns>Records taken by now for certain, and records that others have appended by now for certain.</returns>
    public (long Taken, long Appended) Before(int producer)
    {
        var before = (Volatile.Read(ref _ended[Consumer].Value), Others(_ended, producer));
        Interlocked.MemoryBarrier();
        return before;
    }

    /// <summary>Looks at the others again after the append has been made.</summary>
    /// <returns>Between which lengths the one that it produced must lie.</returns>
    public (long AtLeast, long AtMost) After(int producer, (long Taken, long Appended) before)
    {
        Interlocked.MemoryBarrier();
        var own = _begun[producer].Value;
        return (own + before.Appended - Volatile.Read(ref _begun[Consumer].Value), own + Others(_begun, producer) - before.Taken);
    }

    private long Others(PaddedLong[] counts, int producer)
    {
        var sum = 0L;
        for (var other = 0; other < producers; other++)
        {
            sum += other == producer ? 0 : Volatile.Read(ref counts[other].Value);
        }

        return sum;
    }
}
