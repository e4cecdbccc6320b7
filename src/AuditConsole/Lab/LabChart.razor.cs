using AuditConsole.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditConsole.Lab;

/// <summary>The card "Backlog of the run". Its columns come over the circuit, at most 600 of them and a few times a second.</summary>
public sealed partial class LabChart : IAsyncDisposable
{
    private readonly BrowserModule _browser = new("./js/charts/lab.js");
    private ElementReference _card;
    private LabView? _shown;
    private bool _ready;

    /// <summary>The run so far; <see langword="null"/> before the first.</summary>
    [Parameter, EditorRequired]
    public LabView? View { get; set; }

    /// <summary>The run's limit in records; 0 = no limit.</summary>
    [Parameter, EditorRequired]
    public uint Limit { get; set; }

    [Inject]
    private IJSRuntime JavaScript { get; set; } = null!;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    /// <summary>Hands the browser a file to save.</summary>
    public Task SaveAsync(string name, DotNetStreamReference content) => _browser.InvokeAsync("save", name, content);

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => ShowAsync();

    /// <summary>The markup never changes: what moves is drawn by the browser.</summary>
    protected override bool ShouldRender() => false;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _browser.CreateAsync(JavaScript, _card);
            _ready = true;
            await ShowAsync();
        }
    }

    private async Task ShowAsync()
    {
        if (_ready && View is { } view && !ReferenceEquals(view, _shown))
        {
            _shown = view;
            await _browser.InvokeAsync("show", new { highest = view.Highest, step = view.StepsPerColumn, length = view.Length, limit = Limit, mark = view.State.HighWaterMark });
        }
    }
}
