using System.Text.RegularExpressions;
using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Overview;

public sealed partial class RestartTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task Console_KilledAndStartedAgain_ThePageSaysSoAndGoesOnByItself()
    {
        await using var tab = await OpenOverviewAsync();
        var (live, peaks) = (Chart.Live(tab.Page), Chart.Peaks(tab.Page));
        await peaks.UntilAsync(picture => picture.Points >= 3, "shows three windows");
        var before = (await Console.GetAsync("polls")).GetProperty("polls").EnumerateArray().ToList();

        await Console.KillAsync();
        var notice = tab.Page.GetByRole(AriaRole.Status, new() { Name = "Connection to the console" });
        await Expect(notice).ToContainTextAsync("No connection to the console for");
        await Expect(notice).ToContainTextAsync("These are the figures of");
        await Expect(notice).ToBeVisibleAsync();
        var last = await live.ReadAsync();

        await Console.StartAsync();
        await Expect(notice).ToBeHiddenAsync();
        await live.UntilAsync(picture => picture.Updates > 10 && picture.Max > last.Max + 1000, "goes on");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "The numbers" }).GetByRole(AriaRole.Status).First).Not.ToHaveTextAsync("–");

        var after = (await Console.GetAsync("polls")).GetProperty("polls").EnumerateArray().ToList();
        Assert.Equal(before.Select(poll => poll.GetRawText()), after.Take(before.Count).Select(poll => poll.GetRawText()));
        Assert.Contains(after.Skip(before.Count), poll => poll.GetProperty("gap").GetBoolean());
        var highest = before.Max(poll => poll.GetProperty("peak").GetInt64());
        await peaks.UntilAsync(picture => picture.Updates > 0 && picture.Highest >= highest, "shows the windows from before and new ones");
        await Expect(peaks.Card.GetByText("not watched", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(peaks.Plot).ToHaveAttributeAsync("aria-label", NobodyWatched());
    }

    [GeneratedRegex("gaps? that nobody watched")]
    private static partial Regex NobodyWatched();
}
