using AuditConsole.Engine.Traces;
using AuditConsole.Engine.Workload;

namespace AuditConsole.Engine.Lab;

/// <summary>A run on an <see cref="AuditEngine"/> of its own in simulated time: as fast as it can be computed, and the same for the same options.</summary>
/// <remarks>For one thread at a time. It touches neither this machine's kernel nor any other engine.</remarks>
public sealed class Simulation : IAsyncDisposable
{
    private const int Hz = 1000;
    private const int Columns = 600;
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(1);

    private readonly SimulatedTime _time = new();
    private readonly SimulationOptions _options;
    private readonly AuditEngine _engine;
    private readonly WorkloadDriver _driver;
    private readonly List<int> _arrivals;
    private readonly List<int> _service;
    private int _highest;

    /// <summary>Prepares a run; nothing has happened yet.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range; the message says what is accepted.</exception>
    public Simulation(SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        Length = Math.Min(options.Steps, options.Trace?.Steps ?? int.MaxValue);
        (_arrivals, _service) = (new(Length), new(Length));
        Picture = new BacklogPicture(Length, Columns);
        _engine = new AuditEngine(
            new AuditEngineOptions
            {
                BacklogLimit = options.BacklogLimit,
                BacklogWaitTime = (uint)options.BacklogWaitTime.TotalMilliseconds,
                RateLimit = options.RateLimit,
                Failure = 0,
                Hz = Hz,
                SingleThreaded = true,
                // A run ends by its own bound before the engine would be out of memory.
                MostRecords = uint.MaxValue,
            },
            _time);
        var steps = options.Trace is { } trace ? new TraceSteps(trace) : options.Scenario.Steps(options.Seed);
        _driver = new WorkloadDriver(_engine, steps, Tasks, options.Trace is null ? options.Scenario.Auditd : null, options.Seed);
    }

    /// <summary>Steps of 1 ms that the run has: its length, or that of its trace if it is shorter.</summary>
    public int Length { get; }

    /// <summary>Whether every step is done, or the run ended early.</summary>
    public bool Ended => State.Steps == Length || EndedEarly;

    /// <summary>Whether the most records have arrived, or the backlog came as far as a run may go.</summary>
    public bool EndedEarly => IsTooMuch(State.Arrived, State.Backlog);

    /// <summary>The figures now.</summary>
    public SimulationState State { get; private set; }

    /// <summary>The backlog so far.</summary>
    public BacklogPicture Picture { get; }

    private int Tasks => _options.Trace?.Tasks ?? _options.Scenario.Tasks;

    /// <summary>Runs the next steps, at most as many as are left.</summary>
    public void Run(int steps)
    {
        var arrived = State.Arrived;
        var end = Math.Min(Length, State.Steps + (long)steps);
        var step = State.Steps;
        for (; step < end && !IsTooMuch(arrived, _engine.Backlog); step++)
        {
            arrived += Step(step);
        }

        State = new SimulationState(
            step, arrived, _engine.Backlog, _engine.BacklogMaxDepth,
            new LossesByReason(_engine.LostBy(LossReason.BacklogLimit), _engine.LostBy(LossReason.RateLimit), _engine.LostBy(LossReason.RetryOverflow), _engine.LostBy(LossReason.HoldOverflow)),
            TimeSpan.FromMilliseconds(_engine.BacklogWaitTimeActual), _driver.Sleeping, _driver.Held, _engine.RetryBacklog, _engine.HoldBacklog);
    }

    /// <summary>What arrived and was served in the steps so far.</summary>
    public WorkloadTrace Record() => new(Tasks, [.. _arrivals], [.. _service]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _driver.DisposeAsync().ConfigureAwait(false);
        await _engine.DisposeAsync().ConfigureAwait(false);
    }

    private static bool IsTooMuch(long arrived, long backlog) =>
        arrived >= SimulationOptions.MostRecords || backlog >= SimulationOptions.MostBacklog;

    // Step n happens at n ms; sleepers whose time is up by then go on before its records arrive.
    private int Step(int step)
    {
        if (step > 0)
        {
            _time.Advance(s_step);
        }

        var (arrivals, service) = _driver.Step(LookAtBacklog);
        LookAtBacklog();
        Picture.Add(step, _highest);
        _highest = 0;
        _arrivals.Add(arrivals);
        _service.Add(service);
        return arrivals;
    }

    private void LookAtBacklog() => _highest = Math.Max(_highest, (int)_engine.Backlog);
}
