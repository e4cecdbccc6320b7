using System.Numerics;

namespace AuditConsole.Engine.Replay;

/// <summary>The tasks that sleep under one limit, the longest sleeper first. At most 64; for one thread.</summary>
/// <remarks>
/// Whoever falls asleep may sleep for the same time, so the longest sleeper is also the first whose time is up. Nobody sleeps twice
/// for one record: the pass that wakes a task has taken at least one record, and it is the only one that it wakes.
/// </remarks>
internal sealed class SleepingTasks(int tasks)
{
    private readonly int[] _since = new int[tasks];
    private readonly long[] _done = new long[tasks];
    private readonly int[] _ring = new int[tasks];
    private int _first;
    private int _count;
    private ulong _asleep;

    public int Count => _count;

    /// <summary>When the longest sleeper fell asleep; only while there is one.</summary>
    public int Since => _since[_ring[_first]];

    public bool IsAwake(int task) => (_asleep >> task & 1) == 0;

    /// <summary>How many of a task's records were logged or lost when it fell asleep; the next is the one it sleeps with.</summary>
    public long Done(int task) => _done[task];

    /// <summary>Puts a task to sleep, behind all others.</summary>
    public void Add(int task, int step, long done)
    {
        (_since[task], _done[task]) = (step, done);
        _asleep |= 1UL << task;
        var place = _first + _count++;
        _ring[place < tasks ? place : place - tasks] = task;
    }

    /// <summary>Takes the longest sleeper; only while there is one.</summary>
    public int Take()
    {
        var task = _ring[_first];
        _first = _first + 1 == tasks ? 0 : _first + 1;
        _count--;
        _asleep &= ~(1UL << task);
        return task;
    }

    /// <summary>How many of the first <paramref name="arrived"/> records are this task's.</summary>
    public long ArrivedAt(int task, long arrived) => (arrived + tasks - 1 - task) / tasks;

    /// <summary>Records that those who sleep hold up.</summary>
    public long Held(long arrived)
    {
        var held = 0L;
        for (var asleep = _asleep; asleep != 0; asleep &= asleep - 1)
        {
            var task = BitOperations.TrailingZeroCount(asleep);
            held += ArrivedAt(task, arrived) - _done[task];
        }

        return held;
    }
}
