namespace AuditConsole.Engine.Workload;

/// <summary>Keeps an engine busy as a host would: producers that log what a scenario brings, and kauditd.</summary>
/// <remarks>
/// Time is simulated in steps of 1 ms, and what each step brings depends on the scenario, the seed and the step's number alone.
/// A real clock wakes it every 10 ms to catch up; after a longer stop than 1 s the rest is left out, not hurried through.
/// Where the scenario has tasks that can sleep, the engine puts them to sleep while the backlog is over the limit, and what arrives at
/// them meanwhile is held up; elsewhere such records are lost. While <c>enabled</c> is 0 nothing is logged. Dispose it before its engine.
/// </remarks>
public sealed class EngineWorkload : IAsyncDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_mostToCatchUp = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly WorkloadDriver _driver;
    private readonly Action _accountStep;
    private readonly CancellationTokenSource _stopping = new();
    private long _steps;
    private long _endOfStep;
    private int _started;
    private int _disposed;

    /// <summary>Prepares a workload; nothing happens before <see cref="Start"/>.</summary>
    /// <param name="engine">The engine to log into and to drain.</param>
    /// <param name="scenario">One of <see cref="Scenarios"/>.</param>
    /// <param name="seed">Any number; the same one brings the same traffic again.</param>
    /// <param name="time">Paces the simulation.</param>
    /// <exception cref="ArgumentException">There is no such scenario; the message lists them.</exception>
    public EngineWorkload(AuditEngine engine, string scenario, int seed, TimeProvider time)
    {
        _time = time;
        var chosen = WorkloadScenario.Named(scenario);
        _driver = new WorkloadDriver(engine, chosen.Steps(seed), chosen.Tasks, chosen.Auditd, seed);
        // What arrives in a step stands in the queue until the step's end, when the pass is.
        _accountStep = () => engine.Tick(_endOfStep);
    }

    /// <summary>The names of the scenarios, as <see cref="WorkloadScenario.All"/> describes them.</summary>
    public static IReadOnlyList<string> Scenarios { get; } = [.. WorkloadScenario.All.Select(s => s.Name)];

    /// <summary>Ends when the workload was disposed or the engine has panicked, or fails with what stopped it. Completed before <see cref="Start"/>.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Steps simulated so far.</summary>
    internal long Steps => Interlocked.Read(ref _steps);

    /// <summary>Starts to run, once.</summary>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("This workload was started before; a workload runs once.");
        }

        Completion = RunAsync(_stopping.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(false);
        await _driver.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Simulates the next millisecond.</summary>
    internal void Step()
    {
        _driver.Step(_accountStep);
        Interlocked.Increment(ref _steps);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var caughtUpTo = _time.GetTimestamp();
        using var timer = new PeriodicTimer(s_tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                caughtUpTo = CatchUp(caughtUpTo);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (EnginePanicException)
        {
            // The engine itself says so to everyone who asks it.
        }
    }

    // Steps are whole milliseconds; the part of one that is left over counts towards the next tick.
    private long CatchUp(long from)
    {
        var now = _time.GetTimestamp();
        var behind = _time.GetElapsedTime(from, now);
        if (behind > s_mostToCatchUp)
        {
            behind = s_mostToCatchUp;
            from = now - (long)(behind.TotalSeconds * _time.TimestampFrequency);
        }

        var steps = (long)(behind / s_step);
        for (var i = 1L; i <= steps; i++)
        {
            _endOfStep = After(i);
            Step();
        }

        return After(steps);

        long After(long count) => from + (long)(count * s_step.TotalSeconds * _time.TimestampFrequency);
    }
}
