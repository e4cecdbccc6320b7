namespace AuditConsole.Engine.Tests.Proofs;

/// <summary>Runs a few threads so that only one moves at a time and the schedule decides, before each shared access, which.</summary>
internal sealed class Interleavings : IDisposable
{
    [ThreadStatic]
    private static Interleavings? s_owner;

    [ThreadStatic]
    private static int s_self;

    private readonly Schedule _schedule;
    private readonly SemaphoreSlim[] _turns;
    private readonly SemaphoreSlim _done = new(0);
    private readonly Thread[] _threads;
    private readonly List<int> _ready = [];
    private IReadOnlyList<Action> _bodies = [];
    private Exception? _failure;
    private bool _ending;

    private Interleavings(int threads, int preemptionsMost)
    {
        _schedule = new Schedule(preemptionsMost);
        _turns = [.. Enumerable.Range(0, threads).Select(_ => new SemaphoreSlim(0))];
        _threads = [.. Enumerable.Range(0, threads).Select(self => new Thread(() => Live(self)) { IsBackground = true })];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Runs a program under every schedule.</summary>
    /// <param name="threads">How many bodies the program has.</param>
    /// <param name="program">Sets up one run: what each thread does, and the check afterwards, which throws where the law does not hold.</param>
    /// <param name="preemptionsMost">How often a thread that could go on may be stopped in one run; without it, as often as it can be.</param>
    /// <returns>The schedules run.</returns>
    public static int RunAll(int threads, Func<(IReadOnlyList<Action> Bodies, Action Check)> program, int preemptionsMost = int.MaxValue)
    {
        using var interleavings = new Interleavings(threads, preemptionsMost);
        var schedules = 0;
        do
        {
            var (bodies, check) = program();
            interleavings.Run(bodies);
            check();
            schedules++;
        }
        while (interleavings._schedule.Advance());
        return schedules;
    }

    /// <summary>What each shared access begins with. Of no effect on threads that no schedule moves.</summary>
    public static void Step() => s_owner?.PassOn(s_self);

    public void Dispose()
    {
        _ending = true;
        foreach (var (thread, turn) in _threads.Zip(_turns))
        {
            turn.Release();
            thread.Join();
            turn.Dispose();
        }

        _done.Dispose();
    }

    private void Run(IReadOnlyList<Action> bodies)
    {
        _bodies = bodies;
        _ready.AddRange(Enumerable.Range(0, bodies.Count));
        _schedule.Begin();
        _turns[_schedule.Next(current: -1, _ready)].Release();
        _done.Wait();
        if (_failure is { } failure)
        {
            throw new InvalidOperationException("A thread of the program failed.", failure);
        }
    }

    private void PassOn(int self)
    {
        var next = _schedule.Next(self, _ready);
        if (next != self)
        {
            _turns[next].Release();
            _turns[self].Wait();
        }
    }

    private void Live(int self)
    {
        (s_owner, s_self) = (this, self);
        while (true)
        {
            _turns[self].Wait();
            if (_ending)
            {
                return;
            }

            try
            {
                _bodies[self]();
            }
            catch (Exception failure)
            {
                _failure ??= failure;
            }

            _ready.Remove(self);
            (_ready.Count == 0 ? _done : _turns[_schedule.Next(current: -1, _ready)]).Release();
        }
    }
}
