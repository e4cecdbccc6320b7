using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditConsole.Charts;

/// <summary>The card "Backlog, live". The browser reads samples and windows itself; nothing of them passes the circuit.</summary>
public sealed partial class LiveChart : IAsyncDisposable
{
    private readonly BrowserModule _browser = new("./js/charts/live.js");
    private ElementReference _card;

    /// <summary>The host whose backlog is drawn; must not change while the component lives.</summary>
    [Parameter, EditorRequired]
    public required string Host { get; set; }

    [Inject]
    private IJSRuntime JavaScript { get; set; } = null!;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    /// <summary>The markup never changes: what moves is drawn by the browser.</summary>
    protected override bool ShouldRender() => false;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _browser.CreateAsync(JavaScript, _card, Host);
        }
    }
}
