using AuditConsole.BrowserTests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Alerts;

/// <summary>A console on which one alert always fires.</summary>
public sealed class AlertingConsole : ConsoleProcess
{
    protected override IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Engine:Enabled"] = "0",
        ["Engine:Scenario"] = "none",
        ["Alerts:Rules:auditing_disabled:For"] = "00:00:00",
        ["Alerts:Webhooks:0:Url"] = "http://127.0.0.1:9/nobody",
    };
}

public sealed class AlertsTests(Chromium chromium, AlertingConsole console) : BrowserTest(chromium, console), IClassFixture<AlertingConsole>
{
    [Fact]
    public async Task Alert_Firing_IsInTheTitleOfEveryPageUntilItIsSilenced()
    {
        await using var tab = await OpenAsync("/");
        await Assertions.Expect(tab.Page).ToHaveTitleAsync("(1) Overview · AuditConsole");
        await tab.Page.Keyboard.PressAsync("g");
        await tab.Page.Keyboard.PressAsync("a");
        await Assertions.Expect(tab.Page).ToHaveTitleAsync("(1) Alerts · AuditConsole");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("1\u00a0simulated alert fires; none needs you.");
        var badge = tab.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "1 alert" });
        await Expect(badge).ToBeVisibleAsync();

        var now = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Now" });
        await now.GetByText("Silence…").ClickAsync();
        await now.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FillAsync("maintenance");
        await now.GetByRole(AriaRole.Button, new() { Name = "Silence for 8" }).ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveTitleAsync("Alerts · AuditConsole");
        await Expect(now).ToContainTextAsync("by local operator: maintenance.");
        await Expect(badge).ToBeHiddenAsync();

        await now.GetByRole(AriaRole.Button, new() { Name = "End the silence" }).ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveTitleAsync("(1) Alerts · AuditConsole");
        Assert.Empty(tab.Trouble);
    }

    [Fact]
    public async Task Test_SentToAReceiverThatIsDown_ShowsWhyAndThatItWaits()
    {
        await using var tab = await OpenAsync("/alerts");
        var told = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Who is told" });
        await told.GetByRole(AriaRole.Button, new() { Name = "Send a test to http://127.0.0.1:9" }).ClickAsync();
        await Expect(told).ToContainTextAsync("It cannot be reached (ConnectionError, ConnectionRefused).");
        await Expect(told).ToContainTextAsync("tried again at");
        await Expect(told).Not.ToContainTextAsync("nobody");
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_WithAFiringAlertAndAnOpenSilence_HasNoSeriousViolation(ColorScheme theme)
    {
        await using var tab = await OpenAsync("/alerts", width: 390, theme: theme);
        await tab.Page.GetByRole(AriaRole.Region, new() { Name = "Now" }).GetByText("Silence…").ClickAsync();
        var result = await tab.Page.RunAxe();
        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations.Where(found => found.Impact is "serious" or "critical").SelectMany(found => found.Nodes.Select(node => $"{found.Impact} {found.Id}: {node.Html}")));
        Assert.Equal(390, await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }
}
