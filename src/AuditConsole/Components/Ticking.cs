using AuditConsole.Monitoring.Hosts;
using Microsoft.AspNetCore.Components;

namespace AuditConsole.Components;

/// <summary>A component that looks at the host's feed four times a second and renders only when what it shows has changed.</summary>
/// <remarks>It pulls: a burst of samples costs one render, a slow browser queues nothing, and a hidden tab stands still.</remarks>
public abstract class Ticking : ComponentBase, IAsyncDisposable
{
    /// <summary>Time between two looks. More would not look more alive, only keep the circuit busy.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _leaving = new();

    [Inject]
    protected IHostMonitor Monitor { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private Ticker Ticker { get; set; } = null!;

    [Inject]
    protected TabVisibility Tab { get; set; } = null!;

    protected HostFeed Feed => Monitor.Feed;

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving => _leaving.Token;

    /// <summary>Whether it looks on while the tab is hidden, for what is seen of it even then.</summary>
    protected virtual bool LooksWhileHidden => false;

    /// <summary>Reads the feed.</summary>
    /// <returns>Whether anything shown is different from before.</returns>
    protected abstract bool Look();

    protected override void OnInitialized() => Look();

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && !_leaving.IsCancellationRequested)
        {
            Ticker.Add(this);
        }
    }

    /// <summary>One look, and a render where it saw something new.</summary>
    internal async Task TickAsync()
    {
        try
        {
            if ((LooksWhileHidden || !Tab.Hidden) && Look())
            {
                StateHasChanged();
            }
        }
        catch (Exception e)
        {
            Ticker.Remove(this);
            await DispatchExceptionAsync(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Ticker.Remove(this);
        await _leaving.CancelAsync();
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }
}
