using System.Text.RegularExpressions;
using Microsoft.Playwright;

[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace AuditConsole.BrowserTests.Support;

/// <summary>A test that opens pages of one running console. Pages are closed before it.</summary>
public abstract class BrowserTest(Chromium chromium, ConsoleProcess console)
{
    /// <summary>Every page of the console.</summary>
    internal static readonly IReadOnlyList<string> Pages = ["/", "/history", "/tuning", "/alerts", "/activity", "/configure", "/report", "/lab", "/health"];

    static BrowserTest() => Assertions.SetDefaultExpectTimeout(30_000);

    protected ConsoleProcess Console => console;

    /// <summary>The title of a page, whatever number of alerts it shows.</summary>
    internal static Regex TitleOf(string page) => new($@"^(\(\d+\) )?{Regex.Escape(page)} · AuditConsole$");

    internal async Task<Tab> OpenAsync(string path, int width = 1280, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        var tab = await Tab.OpenAsync(chromium.Browser, console.Address, path, width, height, theme);
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        return tab;
    }

    /// <summary>An overview whose charts both draw.</summary>
    internal async Task<Tab> OpenOverviewAsync()
    {
        var tab = await OpenAsync("/");
        await Chart.Live(tab.Page).ReadyAsync();
        await Chart.Peaks(tab.Page).ReadyAsync();
        return tab;
    }

    protected static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    protected static ILocator ResetButton(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Reset…" });

    protected static ILocator ResetDialog(IPage page) => page.GetByRole(AriaRole.Dialog, new() { Name = "Reset the high-water mark" });
}
