using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Overview;

public sealed class NoLimitConsole : ConsoleProcess
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Engine:BacklogLimit"] = "0" };
}

public sealed class SmallLimitConsole : ConsoleProcess
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["Engine:BacklogLimit"] = "8" };
}

public sealed class NoLimitTests(Chromium chromium, NoLimitConsole console) : BrowserTest(chromium, console), IClassFixture<NoLimitConsole>
{
    [Fact]
    public async Task Overview_WithoutALimit_SaysSoAndShowsNoShares()
    {
        await using var tab = await OpenOverviewAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("No limit is set");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "The numbers" })).ToContainTextAsync("records, no limit");
        await Expect(tab.Page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync("%");
        await Expect(Chart.Live(tab.Page).Card.Locator("[data-for=limit]")).ToBeHiddenAsync();

        await tab.Page.GotoAsync("/history");
        await Expect(tab.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("no limit then");
        await Expect(tab.Page.GetByRole(AriaRole.Main)).Not.ToContainTextAsync("%");
    }
}

public sealed class SmallLimitTests(Chromium chromium, SmallLimitConsole console) : BrowserTest(chromium, console), IClassFixture<SmallLimitConsole>
{
    [Fact]
    public async Task Overview_WhenRecordsAreLost_SaysSo()
    {
        await using var tab = await OpenOverviewAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Losing records");
        await tab.Page.GotoAsync("/history");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("lost");
        await Expect(tab.Page.GetByText("Lost records", new() { Exact = true })).ToBeVisibleAsync();
    }
}
