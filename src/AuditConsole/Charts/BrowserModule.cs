using Microsoft.JSInterop;

namespace AuditConsole.Charts;

/// <summary>A JavaScript module whose <c>create</c> answers an object with <c>dispose</c>, kept for as long as its component lives.</summary>
/// <param name="path">The module, as the import map names it.</param>
internal sealed class BrowserModule(string path) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _created;
    private bool _disposed;

    /// <summary>Imports the module and calls <c>create</c>; does nothing more once the component has gone.</summary>
    public async Task CreateAsync(IJSRuntime javaScript, params object?[] arguments)
    {
        try
        {
            _module = await javaScript.InvokeAsync<IJSObjectReference>("import", path);
            if (!_disposed)
            {
                _created = await _module.InvokeAsync<IJSObjectReference>("create", arguments);
            }

            if (_disposed)
            {
                await ReleaseAsync();
            }
        }
        catch (JSDisconnectedException)
        {
        }
    }

    /// <summary>Calls a function of the created object; before there is one, nothing happens.</summary>
    public async Task InvokeAsync(string function, params object?[] arguments)
    {
        if (_created is { } created)
        {
            try
            {
                await created.InvokeVoidAsync(function, arguments);
            }
            catch (JSDisconnectedException)
            {
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _disposed = true;
        return ReleaseAsync();
    }

    private async ValueTask ReleaseAsync()
    {
        var (created, module) = (_created, _module);
        (_created, _module) = (null, null);
        try
        {
            if (created is not null)
            {
                await created.InvokeVoidAsync("dispose");
                await created.DisposeAsync();
            }

            if (module is not null)
            {
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
        }
    }
}
