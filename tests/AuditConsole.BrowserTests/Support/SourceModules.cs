using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Support;

/// <summary>Modules of wwwroot under /source/, each as it is written: pages get them bundled.</summary>
public static class SourceModules
{
    private const string Prefix = "/source/";

    public static Task ServeAsync(IPage page) => page.RouteAsync($"**{Prefix}**", async route =>
    {
        var name = new Uri(route.Request.Url).AbsolutePath[Prefix.Length..];
        var file = name == "uplot" ? Path.Combine(ConsoleProcess.Known("FrontEndModules"), "uplot/dist/uPlot.esm.js") : Path.Combine(ConsoleProcess.Known("WebRoot"), name);
        // A browser takes no bare name.
        var text = (await File.ReadAllTextAsync(file)).Replace("from \"uplot\"", $"from \"{Prefix}uplot\"", StringComparison.Ordinal);
        await route.FulfillAsync(new() { Body = text, ContentType = "text/javascript" });
    });
}
