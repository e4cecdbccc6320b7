using System.Text.RegularExpressions;
using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Overview;

public sealed partial class KeyTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task Space_Pressed_PausesAndGoesOn()
    {
        await using var tab = await OpenOverviewAsync();
        var chart = Chart.Live(tab.Page);
        await tab.Page.Keyboard.PressAsync("Space");
        await chart.UntilAsync(picture => picture.Paused, "is paused");
        await tab.Page.Keyboard.PressAsync("Space");
        await chart.UntilAsync(picture => !picture.Paused, "goes on");
    }

    [Fact]
    public async Task QuestionMark_Pressed_ShowsTheKeysUntilEscape()
    {
        await using var tab = await OpenOverviewAsync();
        await tab.Page.Keyboard.PressAsync("?");
        var help = tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });
        await Expect(help).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
    }

    [Fact]
    public async Task GThenALetter_Pressed_GoesToThatPage()
    {
        await using var tab = await OpenOverviewAsync();
        foreach (var (key, address, title) in new[] { ("h", HistoryAddress(), "History"), ("c", ConfigureAddress(), "Configuration"), ("e", HealthAddress(), "Health"), ("o", OverviewAddress(), "Overview") })
        {
            await tab.Page.Keyboard.PressAsync("g");
            await tab.Page.Keyboard.PressAsync(key);
            await Assertions.Expect(tab.Page).ToHaveURLAsync(address);
            await Assertions.Expect(tab.Page).ToHaveTitleAsync(TitleOf(title));
            await Expect(tab.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages", Exact = true }).GetByRole(AriaRole.Link, new() { Name = title }))
                .ToHaveAttributeAsync("aria-current", "page");
        }

        await Chart.Live(tab.Page).ReadyAsync();
    }

    [Fact]
    public async Task R_Pressed_OpensTheResetDialogAndEscapeGivesTheFocusBack()
    {
        await using var tab = await OpenOverviewAsync();
        await tab.Page.Keyboard.PressAsync("r");
        await Expect(ResetDialog(tab.Page)).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Radio, new() { Name = "New baseline" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(ResetDialog(tab.Page)).ToBeHiddenAsync();
        await Expect(ResetButton(tab.Page)).ToBeFocusedAsync();
    }

    [GeneratedRegex("/configure$")]
    private static partial Regex ConfigureAddress();

    [GeneratedRegex("/history$")]
    private static partial Regex HistoryAddress();

    [GeneratedRegex("/health$")]
    private static partial Regex HealthAddress();

    [GeneratedRegex(@"\d/$")]
    private static partial Regex OverviewAddress();
}
