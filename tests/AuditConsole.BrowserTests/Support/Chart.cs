using System.Globalization;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Support;

/// <summary>What a chart says of its picture. Times are Unix milliseconds.</summary>
internal sealed record Picture(string State, long Updates, int Points, double Min, double Max, bool Paused, bool Zoomed, int Glyphs, long? Mark, long? Highest)
{
    public double Length => Max - Min;
}

/// <summary>One of the two charts of a page.</summary>
internal sealed class Chart(IPage page, string name)
{
    /// <summary>The card with its buttons.</summary>
    public ILocator Card { get; } = page.Locator($"[data-chart={name}]");

    /// <summary>The picture.</summary>
    public ILocator Plot { get; } = page.Locator($"[data-chart={name}] .plot");

    public static Chart Live(IPage page) => new(page, "live");

    public static Chart Peaks(IPage page) => new(page, "peaks");

    public ILocator Button(string named) => Card.GetByRole(AriaRole.Button, new() { Name = named, Exact = true });

    public async Task<Picture> ReadAsync()
    {
        var said = await Plot.EvaluateAsync<Dictionary<string, string>>("plot => ({ ...plot.dataset })");
        string Word(string key) => said.GetValueOrDefault(key, "");
        long? Number(string key) => long.TryParse(Word(key), CultureInfo.InvariantCulture, out var value) ? value : null;
        double Time(string key) => double.TryParse(Word(key), CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
        return new Picture(
            Word("state"), Number("updates") ?? 0, (int)(Number("points") ?? 0), Time("min"), Time("max"),
            Word("paused") == "true", Word("zoomed") == "true", (int)(Number("glyphs") ?? 0), Number("mark"), Number("highest"));
    }

    public Task<Picture> UntilAsync(Func<Picture, bool> holds, string what, TimeSpan? patience = null) => Until.HoldsAsync(ReadAsync, holds, $"{name} chart: {what}", patience);

    /// <summary>The first picture with data in it.</summary>
    public Task<Picture> ReadyAsync() => UntilAsync(picture => picture is { State: "ready", Points: > 0 }, "draws data");

    /// <summary>The pixels as a PNG.</summary>
    public Task<string> PixelsAsync() => Plot.EvaluateAsync<string>("plot => plot.querySelector('canvas').toDataURL()");

    /// <summary>Drags over the plot between two shares of its width.</summary>
    public async Task DragAsync(double from, double to)
    {
        var box = (await Plot.Locator(".u-over").BoundingBoxAsync())!;
        var y = box.Y + (box.Height / 2);
        await page.Mouse.MoveAsync((float)(box.X + (box.Width * from)), y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((float)(box.X + (box.Width * to)), y, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }
}
