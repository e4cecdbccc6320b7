using AuditConsole.BrowserTests.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Site;

public sealed class AccessibilityTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    private static readonly AxeRunOptions s_contrast = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] } };

    public static TheoryData<string> Paths { get; } = new(Pages);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_Examined_HasNoSeriousViolationInAnyTheme(string path)
    {
        await using var tab = await OpenAsync(path);
        await ExamineInEveryThemeAsync(tab.Page);
    }

    [Fact]
    public async Task ResetDialog_Examined_HasNoSeriousViolationInAnyTheme()
    {
        await using var tab = await OpenAsync("/");
        await ResetButton(tab.Page).ClickAsync();
        await ResetDialog(tab.Page).GetByRole(AriaRole.Radio, new() { Name = "Clear in the engine" }).CheckAsync();
        await Expect(ResetDialog(tab.Page)).ToContainTextAsync("Others lose the value.");
        await ExamineInEveryThemeAsync(tab.Page);
    }

    [Fact]
    public async Task HelpAndTables_Examined_HaveNoSeriousViolation()
    {
        await using var tab = await OpenOverviewAsync();
        await Chart.Live(tab.Page).Button("Table").ClickAsync();
        await Chart.Peaks(tab.Page).Button("Table").ClickAsync();
        await ExamineAsync(tab.Page);
        await tab.Page.Keyboard.PressAsync("?");
        await Expect(tab.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await ExamineAsync(tab.Page);
    }

    // What a theme changes is colours: the other rules find the same in each.
    private static async Task ExamineInEveryThemeAsync(IPage page)
    {
        await ExamineAsync(page);
        foreach (var theme in new[] { "dark", "contrast", "contrast-dark" })
        {
            await page.EvaluateAsync("theme => { document.documentElement.dataset.theme = theme; }", theme);
            await ExamineAsync(page, s_contrast, theme);
        }
    }

    private static async Task ExamineAsync(IPage page, AxeRunOptions? options = null, string theme = "light")
    {
        // A colour on its way from one to another has no contrast of its own. The dot beside "Live" never rests.
        await page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(each => each.effect.getTiming().iterations !== Infinity).map(each => each.finished.catch(() => {})))");
        var result = await page.RunAxe(options);
        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations.Where(found => found.Impact is "serious" or "critical")
            .SelectMany(found => found.Nodes.Select(node => $"{theme}: {found.Impact} {found.Id}: {node.Html} {string.Join(" ", node.Any.Select(check => check.Message))}")));
    }
}
