using System.Numerics;

namespace AuditConsole.Engine.Replay;

/// <summary>The tasks that sleep under one limit, the longest sleeper first. At most 64; for one thread.</summary>
internal sealed class SleepingTasks(int tasks)
{
    private readonly int[] _since = new int[tasks];
    private readonly int[] _budget = new int[tasks];
    private readonly long[] _done = new long[tasks];
    private readonly int[] _inOrder = new int[tasks];
    private int _count;
    private ulong _asleep;
    private int _earliestDue = int.MaxValue;

    public int Count => _count;

    public bool IsAwake(int task) => (_asleep >> task & 1) == 0;

    /// <summary>When a task fell asleep, also right after it was taken.</summary>
    public int Since(int task) => _since[task];

    /// <summary>How long it may sleep.</summary>
    public int Budget(int task) => _budget[task];

    /// <summary>How many of its records are logged or lost; the next is the one it sleeps with.</summary>
    public long Done(int task) => _done[task];

    /// <summary>Puts a task to sleep, behind all others.</summary>
    public void Add(int task, int step, int budget, long done)
    {
        (_since[task], _budget[task], _done[task]) = (step, budget, done);
        _asleep |= 1UL << task;
        _inOrder[_count++] = task;
        _earliestDue = Math.Min(_earliestDue, step + budget);
    }

    /// <summary>Takes the task that sleeps longest.</summary>
    public bool TryTakeFirst(out int task)
    {
        task = _count == 0 ? -1 : _inOrder[0];
        if (task >= 0)
        {
            RemoveAt(0);
        }

        return task >= 0;
    }

    /// <summary>Takes the task whose time was up first, if it is up by now; of several the one that slept longest.</summary>
    public bool TryTakeDue(int step, out int task)
    {
        task = -1;
        // Whoever was woken leaves the earliest time behind, so it may be too early but never too late.
        if (_earliestDue > step)
        {
            return false;
        }

        var place = EarliestPlace(out var due);
        _earliestDue = due;
        if (due > step)
        {
            return false;
        }

        task = _inOrder[place];
        RemoveAt(place);
        return true;
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

    private int EarliestPlace(out int due)
    {
        due = int.MaxValue;
        var earliest = -1;
        for (var place = 0; place < _count; place++)
        {
            var task = _inOrder[place];
            if (_since[task] + _budget[task] < due)
            {
                due = _since[task] + _budget[task];
                earliest = place;
            }
        }

        return earliest;
    }

    private void RemoveAt(int place)
    {
        _asleep &= ~(1UL << _inOrder[place]);
        _count--;
        Array.Copy(_inOrder, place + 1, _inOrder, place, _count - place);
    }
}
