using AuditConsole.BrowserTests.Support;

namespace AuditConsole.BrowserTests.Overview;

public sealed class LiveChartTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    [Fact]
    public async Task LiveChart_Watched_MovesOn()
    {
        await using var tab = await OpenOverviewAsync();
        var chart = Chart.Live(tab.Page);
        var before = await chart.ReadyAsync();
        var after = await chart.UntilAsync(picture => picture.Updates >= before.Updates + 10, "takes ten more samples");
        Assert.True(after.Min > before.Min && after.Max > before.Max, $"{before} then {after}");
        Assert.Equal(60_000, after.Length);
        Assert.NotNull(after.Mark);
    }

    [Fact]
    public async Task Tab_Hidden_ReadsNothingUntilItIsShownAgain()
    {
        await using var tab = await OpenOverviewAsync();
        var chart = Chart.Live(tab.Page);
        await chart.ReadyAsync();
        await tab.Page.EvaluateAsync(
            """
            () => {
              document.addEventListener("hub-status", event => { window.hub = event.detail.state; });
              window.show = shown => {
                Object.defineProperty(document, "hidden", { get: () => !shown, configurable: true });
                document.dispatchEvent(new Event("visibilitychange"));
              };
              window.show(false);
            }
            """);
        await tab.Page.WaitForFunctionAsync("() => window.hub === 'idle'");
        var hidden = await chart.ReadAsync();

        await tab.Page.EvaluateAsync("() => window.show(true)");
        await tab.Page.WaitForFunctionAsync("() => window.hub === 'connected'");
        var shown = await chart.UntilAsync(picture => picture.Updates > hidden.Updates, "takes samples again");

        Assert.True(shown.Max > hidden.Max, $"{hidden} then {shown}");
    }

    [Fact]
    public async Task Pause_Pressed_FreezesThePictureWhileSamplesGoOn()
    {
        await using var tab = await OpenOverviewAsync();
        var chart = Chart.Live(tab.Page);
        await chart.Button("Pause").ClickAsync();
        var paused = await chart.UntilAsync(picture => picture.Paused, "is paused");
        // The pointer leaves the button, so that nothing is drawn because of it.
        await tab.Page.Mouse.MoveAsync(0, 0);
        var pixels = await chart.PixelsAsync();

        var later = await chart.UntilAsync(picture => picture.Updates >= paused.Updates + 25, "takes samples while paused");
        Assert.Equal((paused.Min, paused.Max), (later.Min, later.Max));
        Assert.Equal(pixels, await chart.PixelsAsync());
        var snapshots = await Console.GetAsync("snapshots?seconds=10");
        Assert.True(snapshots.GetProperty("at").EnumerateArray().Last().GetInt64() > paused.Max);

        await chart.Button("Resume").ClickAsync();
        await chart.UntilAsync(picture => !picture.Paused && picture.Max > paused.Max + 2000, "has caught up");
        Assert.NotEqual(pixels, await chart.PixelsAsync());
    }

    [Fact]
    public async Task Span_Chosen_IsDrawn()
    {
        await using var tab = await OpenOverviewAsync();
        var chart = Chart.Live(tab.Page);
        foreach (var (name, seconds) in new[] { ("15 s", 15), ("5 min", 300), ("60 s", 60) })
        {
            await chart.Button(name).ClickAsync();
            await chart.UntilAsync(picture => picture.Length == seconds * 1000, $"shows {name}");
            await Expect(chart.Button(name)).ToHaveAttributeAsync("aria-pressed", "true");
        }
    }

    [Fact]
    public async Task Drag_OnTheLiveChart_ZoomsUntilADoubleClickOrZ()
    {
        await using var tab = await OpenOverviewAsync();
        var chart = Chart.Live(tab.Page);
        var whole = await chart.ReadAsync();
        await chart.DragAsync(0.5, 0.8);
        var zoomed = await chart.UntilAsync(picture => picture.Zoomed, "is zoomed");
        Assert.InRange(zoomed.Length, whole.Length * 0.25, whole.Length * 0.35);

        var later = await chart.UntilAsync(picture => picture.Updates >= zoomed.Updates + 15, "takes samples while zoomed");
        Assert.Equal((zoomed.Min, zoomed.Max), (later.Min, later.Max));

        await chart.Plot.DblClickAsync();
        await chart.UntilAsync(picture => !picture.Zoomed && picture.Length == whole.Length, "shows all again after a double click");
        await chart.DragAsync(0.5, 0.8);
        await chart.UntilAsync(picture => picture.Zoomed, "is zoomed a second time");
        await tab.Page.Keyboard.PressAsync("z");
        await chart.UntilAsync(picture => !picture.Zoomed && picture.Length == whole.Length, "shows all again after z");
    }

    [Theory]
    [InlineData("live", "Samples saw")]
    [InlineData("peaks", "What happened")]
    public async Task Table_Pressed_ShowsTheSameNumbersAsRows(string name, string column)
    {
        await using var tab = await OpenOverviewAsync();
        var chart = new Chart(tab.Page, name);
        await chart.Button("Table").ClickAsync();
        var table = chart.Card.GetByRole(Microsoft.Playwright.AriaRole.Table);
        await Expect(table.GetByRole(Microsoft.Playwright.AriaRole.Columnheader, new() { Name = column })).ToBeVisibleAsync();
        await Expect(table.Locator("tbody tr").First).ToContainTextAsync("engine");
        await Expect(chart.Plot).ToBeHiddenAsync();

        await chart.Button("Table").ClickAsync();
        await Expect(chart.Plot).ToBeVisibleAsync();
    }

    [Fact]
    public async Task PeakChart_BurstsBetweenSamples_IsHigherThanAnythingTheLineSaw()
    {
        await using var tab = await OpenOverviewAsync();
        var chart = Chart.Peaks(tab.Page);
        var (picture, saw) = await Until.HoldsAsync(
            async () => ((await chart.ReadAsync()), (await Console.GetAsync("snapshots?seconds=300")).GetProperty("backlog").EnumerateArray().Max(value => value.GetInt64())),
            both => both.Item1.Highest > both.Item2,
            "the highest bar stands above the highest sample");
        var polls = (await Console.GetAsync("polls")).GetProperty("polls").EnumerateArray();
        Assert.Contains(polls, poll => poll.GetProperty("peak").GetInt64() == picture.Highest);
        Assert.True(picture.Highest > saw);
    }
}
