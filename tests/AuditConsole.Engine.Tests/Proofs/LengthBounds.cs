using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>Counts that each thread keeps of its own calls, from which anyone can tell between which numbers the length must lie.</summary>
internal sealed class LengthBounds(int producers)
{
    private readonly PaddedLong[] _begun = new PaddedLong[producers + 1];
    private readonly PaddedLong[] _ended = new PaddedLong[producers + 1];

    private int Consumer => producers;

    public void TakeBegins() => _begun[Consumer].Value++;

    public void TakeEnds(bool taken)
    {
        Volatile.Write(ref _ended[Consumer].Value, _ended[Consumer].Value + (taken ? 1 : 0));
        if (!taken)
        {
            Volatile.Write(ref _begun[Consumer].Value, _ended[Consumer].Value);
        }
    }

    /// <summary>Notes that an append begins.</summary>
    /// <returns>Records taken by then for certain, and records that others have appended by then for certain.</returns>
    public (long Taken, long Appended) AppendBegins(int producer)
    {
        Volatile.Write(ref _begun[producer].Value, _begun[producer].Value + 1);
        Interlocked.MemoryBarrier();
        return (Volatile.Read(ref _ended[Consumer].Value), Others(_ended, producer));
    }

    /// <summary>Notes that an append has ended.</summary>
    /// <returns>Whether it may have produced the length it says.</returns>
    public bool AppendEnds(int producer, (long Taken, long Appended) before, long length)
    {
        Interlocked.MemoryBarrier();
        var own = _begun[producer].Value;
        Volatile.Write(ref _ended[producer].Value, own);
        return length <= own + Others(_begun, producer) - before.Taken
            && length >= own + before.Appended - Volatile.Read(ref _begun[Consumer].Value);
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
