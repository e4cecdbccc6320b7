using AuditConsole.BrowserTests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Site;

public sealed class AccessibilityTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    public static TheoryData<string, ColorScheme> PagesAndThemes
    {
        get
        {
            var data = new TheoryData<string, ColorScheme>();
            foreach (var path in Pages)
            {
                data.Add(path, ColorScheme.Light);
                data.Add(path, ColorScheme.Dark);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PagesAndThemes))]
    public async Task Page_Examined_HasNoSeriousViolation(string path, ColorScheme theme)
    {
        await using var tab = await OpenAsync(path, theme: theme);
        await ExamineAsync(tab.Page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task ResetDialog_Examined_HasNoSeriousViolation(ColorScheme theme)
    {
        await using var tab = await OpenAsync("/", theme: theme);
        await ResetButton(tab.Page).ClickAsync();
        await ResetDialog(tab.Page).GetByRole(AriaRole.Radio, new() { Name = "Clear in the engine" }).CheckAsync();
        await Expect(ResetDialog(tab.Page)).ToContainTextAsync("Others lose the value.");
        await ExamineAsync(tab.Page);
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

    private static async Task ExamineAsync(IPage page)
    {
        // A colour on its way from one to another has no contrast of its own. The dot beside "Live" never rests.
        await page.EvaluateAsync("() => Promise.all(document.getAnimations().filter(each => each.effect.getTiming().iterations !== Infinity).map(each => each.finished.catch(() => {})))");
        var result = await page.RunAxe();
        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations.Where(found => found.Impact is "serious" or "critical")
            .SelectMany(found => found.Nodes.Select(node => $"{found.Impact} {found.Id}: {node.Html} {string.Join(" ", node.Any.Select(check => check.Message))}")));
    }
}
