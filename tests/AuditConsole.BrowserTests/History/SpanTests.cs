using System.Globalization;
using System.Text;
using System.Text.Json;
using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.History;

/// <summary>The page on a long history.</summary>
public sealed class SpanTests(Chromium chromium, SpanConsole console) : BrowserTest(chromium, console), IClassFixture<SpanConsole>
{
    [Fact]
    public async Task Drag_AgainAndAgain_GoesFromDaysToSecondsAndBackThroughThemAll()
    {
        await using var tab = await OpenSpanAsync();
        var chart = Chart.Peaks(tab.Page);
        var lengths = new List<double> { (await chart.ReadAsync()).Length };
        while (lengths[^1] > TimeSpan.FromMinutes(2).TotalMilliseconds)
        {
            await chart.DragAsync(0.40, 0.50);
            var before = lengths[^1];
            lengths.Add((await chart.UntilAsync(picture => picture is { State: "ready" } && picture.Length < before, $"shows less than {before} ms")).Length);
        }

        Assert.InRange(lengths.Count, 4, 6);
        foreach (var length in lengths.AsEnumerable().Reverse().Skip(1))
        {
            await tab.Page.GoBackAsync();
            await chart.UntilAsync(picture => picture.Length == length, $"shows {length} ms again");
        }

        await tab.Page.GoForwardAsync();
        await chart.UntilAsync(picture => picture.Length == lengths[1], "goes forward");
    }

    [Fact]
    public async Task Range_WhileRead_KeepsTheOldPictureAndGivesUpWhatNobodyWaitsFor()
    {
        await using var tab = await OpenSpanAsync();
        var chart = Chart.Peaks(tab.Page);
        var readout = tab.Page.Locator("[data-part=readout]");
        var (pixels, said, place) = (await chart.PixelsAsync(), await readout.InnerTextAsync(), await PlaceAsync(chart));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var givenUp = new List<string>();
        tab.Page.RequestFailed += (_, request) => givenUp.Add(request.Url);
        await tab.Page.RouteAsync("**/polls?*", async route =>
        {
            await release.Task;
            // One that was given up cannot be answered any more.
            await route.ContinueAsync().ContinueWith(_ => { }, TaskScheduler.Default);
        });

        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "24 h" }).ClickAsync();
        await Expect(tab.Page.Locator("[data-part=progress]")).ToHaveTextAsync("Reading another time…");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "6 h" }).ClickAsync();
        await Until.HoldsAsync(() => Task.FromResult(givenUp.Count(url => url.Contains("/polls?", StringComparison.Ordinal))), count => count > 0, "the first request is given up");

        Assert.Equal(pixels, await chart.PixelsAsync());
        Assert.Equal(said, await readout.InnerTextAsync());
        Assert.Equal(place, await PlaceAsync(chart));
        release.SetResult();
        await chart.UntilAsync(picture => picture.Length == TimeSpan.FromHours(6).TotalMilliseconds, "shows six hours");
        await Expect(tab.Page.Locator("[data-part=progress]")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task CompareAndTable_InTheAddress_ComeBackWithABackAndAReload()
    {
        await using var tab = await OpenAsync("/history?range=24h");
        var chart = Chart.Peaks(tab.Page);
        await chart.ReadyAsync();
        await Toggle(tab, "Compare").ClickAsync();
        await Assertions.Expect(tab.Page).ToHaveURLAsync($"{console.Address}history?range=24h&compare=before");
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "This time in figures" })).ToContainTextAsync("before ");
        await Expect(tab.Page.GetByText("the time before", new() { Exact = true })).ToBeVisibleAsync();
        await Toggle(tab, "Table").ClickAsync();
        await Expect(chart.Card.GetByRole(AriaRole.Columnheader, new() { Name = "Before" })).ToBeVisibleAsync();
        await Expect(chart.Card.GetByRole(AriaRole.Row)).Not.ToHaveCountAsync(1);

        await tab.Page.ReloadAsync();
        await Expect(chart.Card.GetByRole(AriaRole.Columnheader, new() { Name = "Before" })).ToBeVisibleAsync();
        await Toggle(tab, "Table").ClickAsync();
        await Expect(chart.Plot).ToBeVisibleAsync();
        await chart.UntilAsync(picture => picture.Points > 100, "draws its columns over the whole width");
        await tab.Page.GoBackAsync();
        await Expect(chart.Card.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Gap_Drawn_HasNoLineThroughIt()
    {
        var (from, to) = console.Span.Gap;
        await using var tab = await OpenAsync($"/history?from={Time(from.AddMinutes(-5))}&to={Time(to.AddMinutes(5))}", height: 1200);
        var chart = Chart.Peaks(tab.Page);
        var picture = await chart.ReadyAsync();
        await Expect(tab.Page.GetByText("not watched", new() { Exact = true })).ToBeVisibleAsync();
        await chart.Plot.ScrollIntoViewIfNeededAsync();
        var (box, plot) = ((await chart.Plot.BoundingBoxAsync())!, (await chart.Plot.Locator(".u-over").BoundingBoxAsync())!);
        Colour[] inks = [await Colour.OfAsync(tab.Page, "--ac-limit"), await Colour.OfAsync(tab.Page, "--ac-mean"), await Colour.OfAsync(tab.Page, "--ac-peak")];
        var screenshot = await Screenshot.TakeAsync(tab.Page);

        int[] Inked(DateTimeOffset at)
        {
            var x = (int)(plot.X + (plot.Width * (at.ToUnixTimeMilliseconds() - picture.Min) / picture.Length));
            // From below the lane and its labels down to the last strip.
            return [.. Enumerable.Range((int)plot.Y + 30, (int)(box.Y + box.Height - plot.Y) - 60).Where(y => inks.Any(ink => screenshot.Has(x, y, ink)))];
        }

        Assert.NotEmpty(Inked(from.AddMinutes(-2)));
        Assert.NotEmpty(Inked(to.AddMinutes(2)));
        Assert.Empty(Inked(from + ((to - from) * 0.3)));
        Assert.Empty(Inked(from + ((to - from) * 0.7)));
    }

    [Fact]
    public async Task Flags_OfManyNotes_StandApartAndSayTheirText()
    {
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            await NoteAsync($"note {i}", console.Span.Start + ((console.Span.End - console.Span.Start) * random.NextDouble()));
        }

        await NoteAsync("the very first", console.Span.Start.AddMinutes(1));
        await using var tab = await OpenSpanAsync();
        var flags = tab.Page.GetByRole(AriaRole.Group, new() { Name = "What happened, on the time axis" }).GetByRole(AriaRole.Button);
        await Until.HoldsAsync(flags.CountAsync, count => count > 5, "there are flags");
        var middles = await flags.EvaluateAllAsync<double[]>("all => all.map(each => each.offsetLeft + each.offsetWidth / 2)");
        Assert.All(middles.Zip(middles.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 14.9, $"{pair} overlap"));

        await flags.First.HoverAsync();
        await Expect(tab.Page.Locator(".flag-tip")).ToContainTextAsync("the very first. By local operator.");
        await tab.Page.Mouse.MoveAsync(0, 0);
        await Expect(tab.Page.Locator(".flag-tip")).ToBeHiddenAsync();
        await flags.First.FocusAsync();
        await tab.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(flags.Nth(1)).ToBeFocusedAsync();
        await Expect(tab.Page.Locator(".flag-tip")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task LimitLabels_LimitChangesOften_DoNotOverlap()
    {
        await using var tab = await OpenSpanAsync();
        await SourceModules.ServeAsync(tab.Page);
        var overlapping = await tab.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { drawLimits } = await import("/source/js/charts/limit.js");
              const { labels } = await import("/source/js/charts/surface.js");
              const ctx = document.createElement("canvas").getContext("2d");
              const written = [];
              ctx.fillText = (words, x, y) => {
                const width = ctx.measureText(words).width, left = ctx.textAlign === "right" ? x - width : ctx.textAlign === "center" ? x - width / 2 : x;
                written.push({ words, left, right: left + width, top: y - 8, bottom: y });
              };
              const box = { left: 50, top: 26, width: 900, height: 300, right: 950, bottom: 326 };
              const found = [];
              for (const count of [1, 2, 5, 9, 20, 80, 400]) {
                written.length = 0;
                const surface = { ctx, box, colours: {}, from: 0, to: 900, top: 9000, x: at => 50 + at, y: value => 326 - 300 * value / 9000 };
                const steps = Array.from({ length: count }, (_, i) => ({ from: 900 * i / count, to: 900 * (i + 1) / count, limit: [8192, 64, 4096, 4000, 1024][i * 7 % 5], joined: i > 0 }));
                drawLimits(surface, steps, labels(surface));
                if (!written.length) found.push(`${count}: no label`);
                written.forEach((a, i) => written.slice(i + 1).forEach(b => { if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) found.push(`${count}: ${a.words} over ${b.words}`); }));
              }
              return found;
            }
            """);
        Assert.Empty(overlapping);
    }

    [Fact]
    public async Task Export_AsCsv_IsTheWholeRange()
    {
        await using var tab = await OpenAsync($"/history?from={Time(console.Span.End.AddHours(-2))}&to={Time(console.Span.End)}");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Link, new() { Name = "CSV, every window" }).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.EndsWith(".csv", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.StartsWith("seq,from,to,peak,peak_at,bound,tier", lines[0], StringComparison.Ordinal);
        Assert.Equal(480, lines.Length - 1);
    }

    private static async Task<(float, float, float, float)> PlaceAsync(Chart chart)
    {
        var box = (await chart.Plot.BoundingBoxAsync())!;
        return (box.X, box.Y, box.Width, box.Height);
    }

    private async Task<Tab> OpenSpanAsync()
    {
        var tab = await OpenAsync($"/history?from={Time(console.Span.Start)}&to={Time(console.Span.End)}");
        await Chart.Peaks(tab.Page).ReadyAsync();
        return tab;
    }

    private async Task NoteAsync(string text, DateTimeOffset at)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { text, at = Time(at) }), Encoding.UTF8, "application/json");
        using var answer = await console.Http.PostAsync(new Uri(console.Address, "api/v1/hosts/engine/activity"), body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static ILocator Toggle(Tab tab, string name) => tab.Page.GetByRole(AriaRole.Search).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
