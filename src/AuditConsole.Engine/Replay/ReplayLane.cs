namespace AuditConsole.Engine.Replay;

/// <summary>One limit of a replay, for as long as its backlog differs from the backlog without a limit. For one thread.</summary>
/// <remarks>
/// Record k belongs to task k mod <c>tasks</c>, so what has arrived at a task follows from what has arrived at all: a task that sleeps
/// needs no queue, only the count of its records that are done.
/// </remarks>
internal sealed class ReplayLane(uint limit, int tasks, int wait)
{
    private readonly SleepingTasks _sleeping = new(tasks);
    private int _backlog;
    private int _highest;
    private long _lost;
    private long _waited;

    public uint Limit => limit;

    /// <summary>The backlog at which the next record meets a backlog over the limit: one more than the limit.</summary>
    public int Full { get; } = limit == 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue - 1) + 1;

    public int Backlog => _backlog;

    public int Sleeping => _sleeping.Count;

    /// <summary>From here on the backlog goes its own way.</summary>
    public void Part(int backlog)
    {
        _backlog = backlog;
        _highest = Full;
    }

    /// <summary>One step: sleeps end whose time is up, records arrive, kauditd makes its pass and wakes one task.</summary>
    /// <param name="step">The step's number, which is its time in ms.</param>
    /// <param name="arrived">Records that have arrived before it.</param>
    /// <param name="arriving">Records that arrive in it.</param>
    /// <param name="most">Records that the pass takes at most; 0 where there is none.</param>
    public void Step(int step, long arrived, int arriving, int most)
    {
        while (_sleeping.Count > 0 && step - _sleeping.Since >= wait)
        {
            Wake(step, arrived);
        }

        Arrive(step, arrived, arriving);
        if (most > 0)
        {
            _backlog -= Math.Min(_backlog, most);
            if (_sleeping.Count > 0)
            {
                Wake(step, arrived + arriving);
            }
        }
    }

    public LimitOutcome Outcome(int unlimitedPeak, long arrived) =>
        new(limit, _highest == 0 ? unlimitedPeak : _highest, _lost, _waited, _sleeping.Count, _sleeping.Held(arrived));

    private void Arrive(int step, long arrived, int arriving)
    {
        if (_sleeping.Count == 0)
        {
            var fit = Math.Min(arriving, Full - _backlog);
            _backlog += fit;
            (arrived, arriving) = (arrived + fit, arriving - fit);
            if (tasks == 0)
            {
                _lost += arriving;
                return;
            }
        }

        // Record by record only until everyone sleeps.
        var task = (int)(arrived % Math.Max(1, tasks));
        for (var record = arrived; record < arrived + arriving && _sleeping.Count < tasks; record++)
        {
            if (_sleeping.IsAwake(task))
            {
                if (_backlog < Full)
                {
                    _backlog++;
                }
                else
                {
                    _sleeping.Add(task, step, done: record / tasks);
                }
            }

            task = task + 1 == tasks ? 0 : task + 1;
        }
    }

    // The longest sleeper logs its record, or loses it if its time is up and there is still no room. Then it logs what was held up
    // behind that, up to the first record that has to wait in its turn.
    private void Wake(int step, long arrived)
    {
        _waited += step - _sleeping.Since;
        var task = _sleeping.Take();
        if (_backlog < Full)
        {
            _backlog++;
        }
        else
        {
            _lost++;
        }

        var done = _sleeping.Done(task) + 1;
        var held = _sleeping.ArrivedAt(task, arrived) - done;
        var fit = (int)Math.Min(held, Full - _backlog);
        _backlog += fit;
        if (fit < held)
        {
            _sleeping.Add(task, step, done + fit);
        }
    }
}
