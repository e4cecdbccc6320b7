using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Configure;

public sealed class ConfigureTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task Limit_ChangedOnThePage_IsKeptFromAnotherPage_OrTakenBack()
    {
        await using var tab = await OpenAsync("/configure", 390, 844);
        await ChangeAsync(tab.Page, "8,192", "Windows that reached it");
        Assert.Equal(8192, await LimitAsync());
        var banner = Banner(tab.Page);
        await Expect(banner).ToBeInViewportAsync();
        await Expect(banner).ToContainTextAsync("backlog_limit 64 → 8,192, by local operator, goes back at");
        await Expect(banner.GetByRole(AriaRole.Timer)).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9]+ s left\\.$"));
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        await tab.Page.GotoAsync("/history");
        await Banner(tab.Page).GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(Banner(tab.Page)).ToBeHiddenAsync();
        await tab.Page.GotoAsync("/configure");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("backlog_limit is 8,192");

        await ChangeAsync(tab.Page, "1", "lost later");
        await Banner(tab.Page).GetByRole(AriaRole.Button, new() { Name = "Take it back now" }).ClickAsync();
        await Expect(Banner(tab.Page)).ToBeHiddenAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Taken back" })).ToContainTextAsync("8,192 → 1");
        Assert.Equal(8192, await LimitAsync());

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Reset lost" }).ClickAsync();
        var dialog = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Reset lost" });
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Clear for everyone" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("The engine returned");
        Assert.Empty(tab.Trouble);
    }

    private static async Task ChangeAsync(IPage page, string limit, string preview)
    {
        // Letter by letter: what is typed while the page answers must stay.
        await page.GetByRole(AriaRole.Textbox, new() { Name = "backlog_limit" }).PressSequentiallyAsync(limit);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What will happen" })).ToContainTextAsync(preview);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change, and go back after 60 s unless confirmed" }).ClickAsync();
        await Expect(Banner(page)).ToBeVisibleAsync();
    }

    private static ILocator Banner(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "A change waits to be confirmed" });

    private async Task<long> LimitAsync() => (await Console.GetAsync("status")).GetProperty("backlog_limit").GetInt64();
}
