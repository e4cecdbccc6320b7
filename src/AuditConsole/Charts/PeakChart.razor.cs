using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditConsole.Charts;

/// <summary>The card "Peak of each poll". The browser reads windows and activity itself; only a chosen range passes the circuit.</summary>
public sealed partial class PeakChart : IAsyncDisposable
{
    private readonly BrowserModule _browser = new("./js/charts/peaks.js");
    private DotNetObjectReference<PeakChart>? _self;
    private ElementReference _card;
    private (DateTimeOffset? From, DateTimeOffset? To, bool Compare, int Version) _shown;
    private (string Title, bool Table) _rendered;
    private bool _ready;

    /// <summary>The host whose peaks are drawn; must not change while the component lives.</summary>
    [Parameter, EditorRequired]
    public required string Host { get; set; }

    /// <summary>The card's heading.</summary>
    [Parameter]
    public string Title { get; set; } = ChartText.PeakTitle;

    /// <summary>Start of the range, inclusive; needed unless <see cref="Live"/>.</summary>
    [Parameter]
    public DateTimeOffset? From { get; set; }

    /// <summary>End of the range, exclusive; needed unless <see cref="Live"/>.</summary>
    [Parameter]
    public DateTimeOffset? To { get; set; }

    /// <summary>Whether the chart follows the newest window with a choice of 10 minutes, 1 hour and 6 hours.</summary>
    [Parameter]
    public bool Live { get; set; }

    /// <summary>Whether the time before the range, as long as it, is drawn on the same axis; only for a fixed range.</summary>
    [Parameter]
    public bool Compare { get; set; }

    /// <summary>Whether a chart with a fixed range shows its table instead of the picture; its card has no button for it.</summary>
    [Parameter]
    public bool Table { get; set; }

    /// <summary>Another value makes the chart read the same range again.</summary>
    [Parameter]
    public int Version { get; set; }

    /// <summary>Raised when a range is dragged in a chart with a fixed range.</summary>
    [Parameter]
    public EventCallback<(DateTimeOffset From, DateTimeOffset To)> OnRangeSelected { get; set; }

    /// <summary>Whether the readout is always shown, and the mean, lost and waited time in strips of their own.</summary>
    [Parameter]
    public bool Expanded { get; set; }

    [Inject]
    private IJSRuntime JavaScript { get; set; } = null!;

    /// <summary>Called by the browser with a range in Unix milliseconds.</summary>
    [JSInvokable("SelectRange")]
    public Task SelectRangeAsync(long from, long to) =>
        OnRangeSelected.InvokeAsync((DateTimeOffset.FromUnixTimeMilliseconds(from), DateTimeOffset.FromUnixTimeMilliseconds(to)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _self?.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        if (!Live && (From is null || To is null || From >= To))
        {
            throw new InvalidOperationException($"A PeakChart that is not live needs From before To; it has {From:O} and {To:O}.");
        }

        return ShowRangeAsync();
    }

    /// <summary>Only the title and the choice of the table are rendered again: what moves is drawn by the browser.</summary>
    protected override bool ShouldRender() => _rendered != (Title, Table);

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        _rendered = (Title, Table);
        if (!firstRender)
        {
            await _browser.InvokeAsync("tabulate", Table);
            return;
        }

        _shown = (From, To, Compare, Version);
        _self = OnRangeSelected.HasDelegate ? DotNetObjectReference.Create(this) : null;
        var range = new { host = Host, from = Milliseconds(From), to = Milliseconds(To), expanded = Expanded, compare = Compare, table = Table };
        await _browser.CreateAsync(JavaScript, _card, range, _self);
        _ready = true;
        await ShowRangeAsync();
    }

    private async Task ShowRangeAsync()
    {
        if (_ready && !Live && _shown != (From, To, Compare, Version))
        {
            _shown = (From, To, Compare, Version);
            await _browser.InvokeAsync("show", Milliseconds(From), Milliseconds(To), Compare);
        }
    }

    private long? Milliseconds(DateTimeOffset? time) => Live ? null : time?.ToUnixTimeMilliseconds();
}
