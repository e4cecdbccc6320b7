using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Support;

/// <summary>A page in a browser profile of its own, and all that went wrong in it.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private const string OwnFont = "/lib/inter-";

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _trouble = new();
    private readonly Uri _home;

    private Tab(IBrowserContext context, IPage page, Uri home)
    {
        (_context, Page, _home) = (context, page, home);
        page.Console += (_, message) => Note(message.Type == "error", $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"error: {error}");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status}: {response.Url}");
        page.Request += (_, request) => Note(IsForeign(request.Url) || (request.ResourceType == "font" && !request.Url.Contains(OwnFont, StringComparison.Ordinal)), $"{request.ResourceType} asked for: {request.Url}");
        // A request that the page itself gives up, as when it is left, is no failure.
        page.RequestFailed += (_, request) => Note(request.Failure != "net::ERR_ABORTED", $"{request.Failure}: {request.Url}");
    }

    public IPage Page { get; }

    /// <summary>Errors in the console (a breach of the content security policy is one), failed requests, requests to other servers, and fonts that are not the console's own.</summary>
    public IReadOnlyCollection<string> Trouble => _trouble;

    public static async Task<Tab> OpenAsync(IBrowser browser, Uri home, string path, int width, int height, ColorScheme theme)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = home.ToString(),
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = theme,
        });
        context.SetDefaultTimeout(30_000);
        var tab = new Tab(context, await context.NewPageAsync(), home);
        await tab.Page.GotoAsync(path);
        return tab;
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private void Note(bool wrong, string what)
    {
        if (wrong)
        {
            _trouble.Enqueue(what);
        }
    }

    private bool IsForeign(string url) => new Uri(url) is { Scheme: not ("data" or "blob") } uri && uri.Authority != _home.Authority;
}
