using AuditConsole.BrowserTests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Lab;

public sealed class LabTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task Run_ToItsEnd_AnswersAndDraws()
    {
        await using var tab = await OpenAsync("/lab");
        await Field(tab, "Limit").FillAsync("128");
        await Field(tab, "Length").FillAsync("30");
        await Button(tab, "Run").ClickAsync();

        await Expect(Heading(tab)).ToContainTextAsync("At limit 128, build loses nothing");
        await Expect(tab.Page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "1");
        var plot = tab.Page.Locator("[data-chart=lab] .plot");
        await Expect(plot).ToHaveAttributeAsync("data-points", "600");
        await Expect(plot).ToHaveAttributeAsync("data-highest", "129");
        await tab.Page.ReloadAsync();
        await Expect(Field(tab, "Limit")).ToHaveValueAsync("128");
        Assert.Empty(tab.Trouble);
    }

    [Fact]
    public async Task Run_WithTheKeyboardAlone_StartsAndStops()
    {
        await using var tab = await OpenAsync("/lab");
        await Field(tab, "Length").FillAsync("600");
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(Heading(tab)).ToHaveTextAsync("Running build…");
        await Button(tab, "Stop").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(Heading(tab)).ToContainTextAsync("At limit 64");
        await Expect(Field(tab, "Length")).ToBeEnabledAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Compare_LimitsTyped_TableNamesTheLimitWithoutLossAndIsAccessible(ColorScheme theme)
    {
        await using var tab = await OpenAsync("/lab", width: 360, height: 800, theme: theme);
        await Field(tab, "Limits").FillAsync("32 64 100000");
        await Button(tab, "Compare").ClickAsync();

        await Expect(tab.Page.GetByText("nothing is lost and nobody waits.")).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(4);
        Assert.Equal(360, await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        var result = await tab.Page.RunAxe();
        Assert.Empty(result.Violations.Where(found => found.Impact is "serious" or "critical").Select(found => $"{found.Id}: {found.Nodes[0].Html}"));
    }

    [Fact]
    public async Task Trace_DownloadedAndUploadedAgain_BringsTheSameRun()
    {
        await using var tab = await OpenAsync("/lab");
        await Field(tab, "Length").FillAsync("10");
        await Button(tab, "Run").ClickAsync();
        await Expect(Heading(tab)).ToContainTextAsync("At limit 64");
        var first = await tab.Page.Locator(".ask .second").InnerTextAsync();

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => Button(tab, "Download the trace").ClickAsync());
        Assert.Equal("build-seed1.actrace", download.SuggestedFilename);
        await tab.Page.GetByLabel("Upload a trace…").SetInputFilesAsync(new FilePayload
        {
            Name = "again.actrace",
            Buffer = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken),
        });
        await Expect(tab.Page.GetByLabel("Workload")).ToHaveValueAsync("uploaded again.actrace");
        await Button(tab, "Run").ClickAsync();

        await Expect(Heading(tab)).ToContainTextAsync("uploaded again.actrace loses nothing");
        Assert.Equal(first, await tab.Page.Locator(".ask .second").InnerTextAsync());
        Assert.Empty(tab.Trouble);
    }

    private static ILocator Heading(Tab tab) => tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Field(Tab tab, string name) => tab.Page.GetByLabel(name, new() { Exact = true });

    private static ILocator Button(Tab tab, string name) => tab.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
