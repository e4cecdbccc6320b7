using AuditConsole.Engine.Queue;

namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>Producers, the consumer and a clearing thread at full speed on one queue, and the ledgers that say afterwards whether a peak was lost.</summary>
/// <param name="raise">Raises the mark to the length an append returned; <see langword="null"/> where the queue has done so itself.</param>
/// <param name="clear">Reads and clears the mark.</param>
/// <param name="answers">Whether producers ask for the length they produce. Those who do not are held to what the others' counts say it must have been at least.</param>
internal sealed class StressRound(SegmentedQueue<int, HardwareMemory> queue, Action<long>? raise, Func<long> clear, bool answers = true)
{
    private const int Producers = 2;
    private const int ClearsMost = 200_000;

    // Looking at what the others have counted slows a producer down by more than the append.
    private const int LookEvery = 16;

    private readonly PeakLedger[] _ledgers = [.. Enumerable.Range(0, Producers).Select(_ => new PeakLedger(ClearsMost + 2))];
    private readonly List<long> _cleared = new(ClearsMost + 2);
    private readonly LengthBounds _bounds = new(Producers);
    private PaddedLong _begun;
    private PaddedLong _returned;
    private int _ended;

    /// <summary>Peaks that are in no clear that had to return them.</summary>
    public long Lost { get; private set; }

    /// <summary>Clears that returned more than any append that they may cover.</summary>
    public long Invented { get; private set; }

    /// <summary>Appends whose length cannot be true.</summary>
    public long Untrue { get; private set; }

    /// <summary>Appends and clears made.</summary>
    public long Operations { get; private set; }

    /// <summary>Runs one round.</summary>
    /// <param name="appends">Appends that each producer makes.</param>
    /// <param name="limit">A producer waits while the queue is over it; 0 = never.</param>
    public void Run(int appends, long limit)
    {
        _bounds.Reset();
        (_ended, _begun.Value, _returned.Value) = (0, 0, 0);
        _cleared.Clear();
        var untrue = new long[Producers];
        Thread[] threads =
        [
            .. Enumerable.Range(0, Producers).Select(producer => new Thread(() => untrue[producer] = Produce(producer, appends, limit))),
            new Thread(() => Consume(appends * Producers)),
        ];
        foreach (var thread in threads)
        {
            thread.Start();
        }

        while (Volatile.Read(ref _ended) < Producers)
        {
            Clear();
            Thread.SpinWait(_cleared.Count < ClearsMost ? 30 : 1000);
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Clear(even: true);
        Clear(even: true);
        Untrue += untrue.Sum();
        Operations += (appends * Producers) + _cleared.Count;
        Check();
    }

    private long Produce(int producer, int appends, long limit)
    {
        var (ledger, untrue) = (_ledgers[producer], 0L);
        for (var i = 0; i < appends; i++)
        {
            var wait = new SpinWait();
            while (limit != 0 && queue.IsOver(limit))
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }

            var returned = (int)Volatile.Read(ref _returned.Value);
            var looks = !answers || i % LookEvery == 0;
            _bounds.AppendBegins(producer);
            var before = looks ? _bounds.Before(producer) : default;
            var length = Append(i);
            var (atLeast, atMost) = looks ? _bounds.After(producer, before) : (length, length);
            _bounds.AppendEnds(producer);
            if (answers)
            {
                untrue += atLeast <= length && length <= atMost ? 0 : 1;
                (atLeast, atMost) = (length, length);
            }

            ledger.Raised(returned, (int)Volatile.Read(ref _begun.Value), atLeast, atMost);
        }

        Interlocked.Increment(ref _ended);
        return untrue;
    }

    private long Append(int record)
    {
        if (!answers)
        {
            queue.Enqueue(record);
            return 0;
        }

        var length = queue.Append(record);
        raise?.Invoke(length);
        return length;
    }

    private void Consume(int records)
    {
        var wait = new SpinWait();
        while (records > 0)
        {
            _bounds.TakeBegins();
            var taken = queue.TryTake(out _);
            _bounds.TakeEnds(taken);
            if (taken)
            {
                records--;
                wait = new SpinWait();
            }
            else
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }
        }
    }

    private void Clear(bool even = false)
    {
        if (even || _cleared.Count < ClearsMost)
        {
            Interlocked.Increment(ref _begun.Value);
            _cleared.Add(clear());
            Interlocked.Increment(ref _returned.Value);
        }
    }

    private void Check()
    {
        var ceilings = new long[_cleared.Count];
        foreach (var ledger in _ledgers)
        {
            Lost += ledger.Lost(_cleared);
            ledger.Ceilings(ceilings);
        }

        Lost += _cleared.Max() < _ledgers.Max(ledger => ledger.Highest) ? 1 : 0;
        Invented += _cleared.Where((value, place) => value > ceilings[place]).Count();
        foreach (var ledger in _ledgers)
        {
            ledger.Reset(_cleared.Count);
        }
    }
}
