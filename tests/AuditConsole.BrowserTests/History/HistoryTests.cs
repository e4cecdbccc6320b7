using System.Text.RegularExpressions;
using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.History;

public sealed partial class HistoryTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task Range_InTheAddress_IsTheSameAfterAReload()
    {
        await using var tab = await OpenHistoryAsync();
        var chart = Chart.Peaks(tab.Page);
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "6 h" }).ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync(SixHours());
        var six = await chart.UntilAsync(picture => picture.Length == TimeSpan.FromHours(6).TotalMilliseconds, "shows six hours");

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "Earlier" }).ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync(OwnTimes());
        var before = await chart.UntilAsync(picture => picture.State == "empty" && picture.Max < six.Max, "shows six hours before there was anything");
        var address = tab.Page.Url;
        await tab.Page.ReloadAsync();
        var after = await chart.UntilAsync(picture => picture.State == "empty", "shows it again");
        Assert.Equal(address, tab.Page.Url);
        Assert.Equal((before.Min, before.Max), (after.Min, after.Max));
    }

    [Fact]
    public async Task Drag_OnTheChart_ChangesTheAddressAndBackReturns()
    {
        await using var tab = await OpenHistoryAsync();
        var chart = Chart.Peaks(tab.Page);
        var address = tab.Page.Url;
        var whole = await chart.ReadAsync();
        await chart.DragAsync(0.5, 0.75);
        await Assertions.Expect(tab.Page).ToHaveURLAsync(OwnTimes());
        var part = await chart.UntilAsync(picture => picture.Length < whole.Length / 2, "shows a part");
        Assert.InRange(part.Length, whole.Length * 0.2, whole.Length * 0.3);

        await tab.Page.GoBackAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync(address);
        await chart.UntilAsync(picture => picture.Length == whole.Length, "shows the whole again");
    }

    [Fact]
    public async Task OwnTimes_Entered_AreShownAndKept()
    {
        await using var tab = await OpenHistoryAsync();
        await EnterAsync(tab.Page, "2026-01-02T03:00:01", "2026-01-02T05:30:01");
        await Assertions.Expect(tab.Page).ToHaveURLAsync(OwnTimes());
        var from = new DateTimeOffset(2026, 1, 2, 3, 0, 1, TimeSpan.Zero).ToUnixTimeMilliseconds();
        await Chart.Peaks(tab.Page).UntilAsync(picture => picture.Min == from && picture.Length == 2.5 * 3_600_000, "shows the times entered");
        await tab.Page.ReloadAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "from" })).ToHaveValueAsync("2026-01-02T03:00:01");
    }

    [Fact]
    public async Task EmptyRange_Shown_SaysSo()
    {
        await using var tab = await OpenAsync("/history?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nothing is stored for this time.");
        await Expect(tab.Page.GetByText("No window was recorded from")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("from=yesterday&to=today", "cannot be read")]
    [InlineData("from=2026-01-02T05:00:00Z&to=2026-01-02T03:00:00Z", "at least 30 seconds after the start")]
    [InlineData("range=2w", "names the range 2w; there are 1h, 6h")]
    public async Task Address_Wrong_IsExplainedAndADayIsShown(string query, string words)
    {
        await using var tab = await OpenAsync($"/history?{query}");
        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = words })).ToBeVisibleAsync();
        await Chart.Peaks(tab.Page).UntilAsync(picture => picture.Length == TimeSpan.FromHours(24).TotalMilliseconds, "shows a day");
    }

    [Fact]
    public async Task Times_EnteredBackwards_AreExplained()
    {
        await using var tab = await OpenHistoryAsync();
        await EnterAsync(tab.Page, "2026-01-02T05:00:01", "2026-01-02T03:00:01");
        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "at least 30 seconds after the start" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task WhatHappened_AfterAReset_ListsIt()
    {
        using var answer = await Console.Http.PostAsync(
            new Uri(Console.Address, "api/v1/hosts/engine/backlog_max_depth/reset"),
            new StringContent("""{"kind":"baseline","reason":"a new kernel"}""", System.Text.Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var tab = await OpenHistoryAsync();
        var list = tab.Page.GetByRole(AriaRole.Region, new() { Name = "What happened" }).GetByRole(AriaRole.Listitem);
        await Expect(list.Filter(new() { HasText = "Reason: a new kernel. By local operator." })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Range_ThatEndsNow_MovesOnUntilItIsZoomed()
    {
        await using var tab = await OpenAsync("/history?from=now-2m&to=now");
        var chart = Chart.Peaks(tab.Page);
        var first = await chart.ReadyAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "from" })).ToHaveValueAsync("now-2m");
        var later = await chart.UntilAsync(picture => picture.Max >= first.Max + 3000, "moves on");
        Assert.Equal(first.Length, later.Length, tolerance: 5);

        await chart.DragAsync(0.2, 0.8);
        await Assertions.Expect(tab.Page).ToHaveURLAsync(OwnTimes());
        var zoomed = await chart.UntilAsync(picture => picture.Length < first.Length * 0.7, "shows a part");
        var windows = (await Console.GetAsync("polls")).GetProperty("polls").GetArrayLength();
        await Until.HoldsAsync(async () => (await Console.GetAsync("polls")).GetProperty("polls").GetArrayLength(), count => count > windows + 2, "windows are added");
        Assert.Equal((zoomed.Min, zoomed.Max), await BoundsAsync(chart));

        await chart.Button("Zoom out").ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync(new Regex("from=now-2m&to=now$"));
    }

    [Fact]
    public async Task Note_Added_IsAFlagAndALineOfTheList()
    {
        await using var tab = await OpenHistoryAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Add a note…" }).ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Note" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.TypeAsync("rules loaded");
        await tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Time (UTC)" }).FillAsync("now-20m");
        await tab.Page.Keyboard.PressAsync("Enter");

        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "What happened" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = "rules loaded. By local operator." })).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Group, new() { Name = "What happened, on the time axis" }).GetByRole(AriaRole.Button, new() { NameRegex = new Regex("rules loaded") })).ToBeAttachedAsync();
    }

    private static async Task<(double, double)> BoundsAsync(Chart chart)
    {
        var picture = await chart.ReadAsync();
        return (picture.Min, picture.Max);
    }

    private static async Task EnterAsync(IPage page, string from, string to)
    {
        await page.GetByRole(AriaRole.Textbox, new() { Name = "from" }).FillAsync(from);
        await page.GetByRole(AriaRole.Textbox, new() { Name = "to" }).FillAsync(to);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
    }

    private async Task<Tab> OpenHistoryAsync()
    {
        await Until.HoldsAsync(async () => (await Console.GetAsync("polls")).GetProperty("polls").GetArrayLength(), count => count > 1, "two windows are stored");
        var tab = await OpenAsync("/history?range=1h");
        await Chart.Peaks(tab.Page).ReadyAsync();
        return tab;
    }

    [GeneratedRegex("/history\\?range=6h$")]
    private static partial Regex SixHours();

    [GeneratedRegex("/history\\?from=.+&to=.+")]
    private static partial Regex OwnTimes();
}
