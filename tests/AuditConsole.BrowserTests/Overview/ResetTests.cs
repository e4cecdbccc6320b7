using System.Globalization;
using System.Text.Json;
using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Overview;

public sealed class ResetTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Theory]
    [InlineData("New baseline", "Start new baseline", "baseline_reset")]
    [InlineData("Clear in the engine", "Clear for everyone", "source_reset")]
    public async Task Reset_ThroughTheDialog_ReturnsTheValueThatTheActivityKeeps(string choice, string button, string kind)
    {
        await using var tab = await OpenOverviewAsync();
        var peaks = Chart.Peaks(tab.Page);
        var before = await peaks.UntilAsync(picture => picture.Highest > 0, "has a peak");
        var since = (await Console.GetAsync("status")).GetProperty("backlog_max_depth_since").GetDateTimeOffset();

        await ResetButton(tab.Page).ClickAsync();
        var dialog = ResetDialog(tab.Page);
        await Expect(dialog.GetByRole(AriaRole.Radio, new() { Name = "New baseline" })).ToBeFocusedAsync();
        await dialog.GetByRole(AriaRole.Radio, new() { Name = choice }).CheckAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = "Reason" }).FillAsync("before the deployment");
        await dialog.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        var result = dialog.GetByRole(AriaRole.Status);
        await Expect(result).ToBeVisibleAsync();
        var returned = uint.Parse(await result.Locator("b.n, span.n").First.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

        var entry = (await Console.GetAsync("activity")).EnumerateArray().First(happened => happened.GetProperty("kind").GetString() == kind);
        Assert.Equal(returned, entry.GetProperty("value").GetUInt32());
        Assert.Equal("before the deployment", entry.GetProperty("reason").GetString());
        var now = (await Console.GetAsync("status")).GetProperty("backlog_max_depth_since").GetDateTimeOffset();
        Assert.True(now > since);
        Assert.Equal(entry.GetProperty("at").GetDateTimeOffset(), now);

        var close = dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last;
        await Expect(close).ToBeFocusedAsync();
        await close.ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "The numbers" })).ToContainTextAsync($"since {now.UtcDateTime:HH:mm:ss}");
        await peaks.UntilAsync(picture => picture.Glyphs > before.Glyphs, "has one glyph more");
    }

    [Fact]
    public async Task Reset_ToANewBaseline_LowersTheMarkOnThePageAndInTheApi()
    {
        await using var tab = await OpenOverviewAsync();
        var live = Chart.Live(tab.Page);

        // A burst as high as the old mark may follow at once; that it does so ten times over is out of the question.
        for (var attempt = 1; ; attempt++)
        {
            var old = (await live.UntilAsync(picture => picture.Mark >= 10, "has a mark of 10 or more")).Mark;
            await ResetButton(tab.Page).ClickAsync();
            await ResetDialog(tab.Page).GetByRole(AriaRole.Button, new() { Name = "Start new baseline" }).ClickAsync();
            await Expect(ResetDialog(tab.Page).GetByRole(AriaRole.Status)).ToBeVisibleAsync();
            var api = (await Console.GetAsync("status")).GetProperty("backlog_max_depth").GetInt64();
            var page = await live.UntilAsync(picture => picture.Mark != old, "has another mark");
            await ResetDialog(tab.Page).GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
            await Expect(ResetDialog(tab.Page)).ToBeHiddenAsync();
            if (api < old && page.Mark < old)
            {
                return;
            }

            Assert.True(attempt < 10, $"The mark stayed at {old}: the API says {api}, the page {page.Mark}.");
        }
    }

    [Fact]
    public async Task Dialog_ClosedWithEscape_ResetsNothingAndGivesTheFocusBack()
    {
        await using var tab = await OpenOverviewAsync();
        var before = Resets(await Console.GetAsync("activity"));
        await ResetButton(tab.Page).ClickAsync();
        await Expect(ResetDialog(tab.Page).GetByRole(AriaRole.Radio, new() { Name = "New baseline" })).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(ResetDialog(tab.Page)).ToBeHiddenAsync();
        await Expect(ResetButton(tab.Page)).ToBeFocusedAsync();
        Assert.Equal(before, Resets(await Console.GetAsync("activity")));
    }

    [Fact]
    public async Task Dialog_ClickBesideIt_ClosesIt_AndItOpensAgain()
    {
        await using var tab = await OpenOverviewAsync();
        await ResetButton(tab.Page).ClickAsync();
        await Expect(ResetDialog(tab.Page).GetByRole(AriaRole.Radio, new() { Name = "New baseline" })).ToBeFocusedAsync();
        await tab.Page.Mouse.ClickAsync(4, 4);
        await Expect(ResetDialog(tab.Page)).ToBeHiddenAsync();
        await ResetButton(tab.Page).ClickAsync();
        await ResetDialog(tab.Page).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(ResetDialog(tab.Page)).ToBeHiddenAsync();
        await Expect(ResetButton(tab.Page)).ToBeFocusedAsync();
    }

    private static int Resets(JsonElement activity) =>
        activity.EnumerateArray().Count(happened => happened.GetProperty("kind").GetString()!.EndsWith("_reset", StringComparison.Ordinal));
}
