using AuditConsole.Components;
using AuditConsole.Engine.Lab;

namespace AuditConsole.Lab;

/// <summary>The runs of all pages of this console, of which only a few may go on at once. Any thread may call.</summary>
public sealed class LabRuns(TimeProvider time) : IDisposable
{
    /// <summary>Runs and comparisons that may go on at once.</summary>
    public const int Most = 2;

    /// <summary>What the user is told when there are as many already.</summary>
    public static string Full => Words.Say(LabText.Full, Most);

    private readonly SemaphoreSlim _places = new(Most, Most);

    /// <summary>Starts a run.</summary>
    /// <returns><see langword="null"/> when as many go on as may.</returns>
    public LabRun? TryStart(SimulationOptions options) => _places.Wait(0) ? new LabRun(options, time, () => _places.Release()) : null;

    /// <summary>Compares limits on a thread of its own.</summary>
    /// <returns><see langword="null"/> when as many go on as may.</returns>
    public async Task<LimitComparison?> CompareAsync(SimulationOptions options, IReadOnlyList<uint> limits, CancellationToken cancellationToken)
    {
        if (!_places.Wait(0, cancellationToken))
        {
            return null;
        }

        try
        {
            return await Task.Run(() => LimitComparison.OfAsync(options, limits, cancellationToken), cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();
}
