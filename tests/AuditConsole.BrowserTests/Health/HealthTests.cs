using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Health;

public sealed class HealthTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task Health_Opened_ShowsEveryFindingOfTheApi()
    {
        await using var tab = await OpenAsync("/health");
        var expected = (await Console.GetAsync("health")).EnumerateArray().Select(finding => finding.GetProperty("finding").GetString()!).ToList();
        var list = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Findings" }).GetByRole(AriaRole.Listitem);
        Assert.NotEmpty(expected);
        await Expect(list).ToHaveCountAsync(expected.Count);
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Check again" }).ClickAsync();
        await Expect(list).ToHaveCountAsync(expected.Count);
    }
}
