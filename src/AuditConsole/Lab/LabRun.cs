using AuditConsole.Engine.Lab;
using AuditConsole.Engine.Traces;

namespace AuditConsole.Lab;

/// <summary>A run on its way. One thread starts and stops it; any may read.</summary>
public sealed class LabRun
{
    // In a hundred pieces with a pause after each: the page shows it growing, and the recording keeps its processor time.
    private const int Pieces = 100;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(15);

    private readonly TimeProvider _time;
    private volatile LabView _view;
    private volatile bool _stopped;

    internal LabRun(SimulationOptions options, TimeProvider time, Action ended)
    {
        Options = options;
        _time = time;
        _view = new LabView(default, 0, 1, [], IsEarly: false);
        Completion = Task.Run(() => RunAsync(ended));
    }

    /// <summary>What is run.</summary>
    public SimulationOptions Options { get; }

    /// <summary>The figures so far.</summary>
    public LabView View => _view;

    /// <summary>What was recorded; <see langword="null"/> before the end.</summary>
    public WorkloadTrace? Recorded { get; private set; }

    /// <summary>Ends with the run, also with a stopped one.</summary>
    public Task Completion { get; }

    /// <summary>Ends it where it is.</summary>
    public void Stop() => _stopped = true;

    private async Task RunAsync(Action ended)
    {
        try
        {
            await using var simulation = new Simulation(Options);
            var piece = Math.Max(1, simulation.Length / Pieces);
            while (!simulation.Ended && !_stopped)
            {
                simulation.Run(piece);
                Show(simulation);
                await Task.Delay(s_pause, _time);
            }

            Show(simulation);
            Recorded = simulation.Record();
        }
        finally
        {
            ended();
        }
    }

    private void Show(Simulation simulation) => _view = new LabView(
        simulation.State, simulation.Length, simulation.Picture.StepsPerColumn, [.. simulation.Picture.Highest], simulation.EndedEarly);
}

/// <summary>The figures of a run at one moment.</summary>
/// <param name="State">The figures.</param>
/// <param name="Length">Steps of 1 ms that the run has.</param>
/// <param name="StepsPerColumn">Steps that a column stands for.</param>
/// <param name="Highest">The highest backlog of each column so far.</param>
/// <param name="IsEarly">Whether it ended before its length, at the most records or the highest backlog that a run may have.</param>
public sealed record LabView(SimulationState State, int Length, int StepsPerColumn, IReadOnlyList<int> Highest, bool IsEarly);
