using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Site;

public sealed class CleanPageTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task Pages_OpenedAndUsed_CauseNoErrorAndAskNobodyElse()
    {
        await using var tab = await OpenOverviewAsync();
        await ResetButton(tab.Page).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Radio, new() { Name = "New baseline" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(ResetDialog(tab.Page)).ToBeHiddenAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Light, dark or high contrast" }).ClickAsync();
        foreach (var name in new[] { "History", "Alerts", "Lab", "Health", "Overview" })
        {
            await tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages", Exact = true }).GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
            await Assertions.Expect(tab.Page).ToHaveTitleAsync(TitleOf(name));
        }

        await Chart.Live(tab.Page).ReadyAsync();
        foreach (var path in Pages)
        {
            await tab.Page.GotoAsync(path);
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        }

        await tab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(tab.Trouble);
    }
}
