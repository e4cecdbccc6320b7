namespace AuditConsole.Components;

/// <summary>The one timer of a circuit: all that ticks on its page does so in one turn.</summary>
/// <remarks>Not thread-safe: called in the circuit's own context, in which the parts are looked at too.</remarks>
public sealed class Ticker(TimeProvider time) : IDisposable
{
    private readonly List<Ticking> _parts = [];
    private PeriodicTimer? _timer;

    /// <summary>Looks at the part from now on.</summary>
    internal void Add(Ticking part)
    {
        _parts.Add(part);
        if (_timer is null)
        {
            _timer = new PeriodicTimer(Ticking.Interval, time);
            _ = RunAsync(_timer);
        }
    }

    /// <summary>Looks at it no more.</summary>
    internal void Remove(Ticking part) => _parts.Remove(part);

    public void Dispose() => _timer?.Dispose();

    private async Task RunAsync(PeriodicTimer timer)
    {
        while (await timer.WaitForNextTickAsync())
        {
            foreach (var part in _parts.ToArray())
            {
                // A part may have taken another one off the page.
                if (_parts.Contains(part))
                {
                    await part.TickAsync();
                }
            }
        }
    }
}
