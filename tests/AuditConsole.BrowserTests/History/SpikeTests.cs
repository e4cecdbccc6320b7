using System.Globalization;
using AuditConsole.BrowserTests.Support;

namespace AuditConsole.BrowserTests.History;

/// <summary>A single window that stands out is seen at every zoom, in the picture too.</summary>
public sealed class SpikeTests(Chromium chromium, SpanConsole console) : BrowserTest(chromium, console), IClassFixture<SpanConsole>
{
    // How far the top edge of a bar may lie from where its peak belongs.
    private const int Tolerance = 2;

    private static readonly TimeSpan[] s_zooms =
        [TimeSpan.FromDays(365), TimeSpan.FromDays(30), TimeSpan.FromDays(7), TimeSpan.FromDays(1), TimeSpan.FromHours(6), TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)];

    // Every zoom that is shorter than the whole span, and the whole span. Of less than a year each zoom looks at a third of the spikes, the next at another.
    [Fact]
    public async Task Spike_OfASingleWindow_IsSeenAtEveryZoom()
    {
        await using var tab = await OpenAsync("/history?range=1h", width: 1280, height: 1000);
        var colour = await Colour.OfAsync(tab.Page, "--ac-peak");
        var unseen = new List<string>();
        var whole = console.Span.End - console.Span.Start;
        await ShowAsync(tab, console.Span.Start, whole);
        foreach (var (at, peak) in console.Span.Peaks)
        {
            await LookAsync(tab, colour, at, peak, whole, unseen);
        }

        foreach (var (zoom, turn) in s_zooms.Where(zoom => zoom < whole).Select((zoom, turn) => (zoom, turn)))
        {
            foreach (var ((at, peak), place) in console.Span.Peaks.Select((spike, place) => (spike, place)).Where(each => SpanConsole.IsYear || (each.place + turn) % 3 == 0))
            {
                // At another place of the picture each time.
                var start = DateTimeOffset.FromUnixTimeSeconds((at - (zoom * (0.1 + (0.09 * place)))).ToUnixTimeSeconds());
                await ShowAsync(tab, start, zoom);
                await LookAsync(tab, colour, at, peak, zoom, unseen);
            }
        }

        Assert.Empty(unseen);
    }

    private static async Task ShowAsync(Tab tab, DateTimeOffset from, TimeSpan span)
    {
        await tab.Page.EvaluateAsync("address => Blazor.navigateTo(address)", $"history?from={Time(from)}&to={Time(from + span)}");
        var (min, max) = ((double)from.ToUnixTimeMilliseconds(), (double)(from + span).ToUnixTimeMilliseconds());
        var chart = Chart.Peaks(tab.Page);
        await chart.UntilAsync(picture => picture is { State: "ready" } && picture.Min == min && picture.Max == max, $"shows {span} from {from:O}", SpanConsole.Patience);
        await chart.Plot.ScrollIntoViewIfNeededAsync();
    }

    private static async Task LookAsync(Tab tab, Colour colour, DateTimeOffset at, uint peak, TimeSpan zoom, List<string> unseen)
    {
        var chart = Chart.Peaks(tab.Page);
        var picture = await chart.ReadAsync();
        var plot = (await chart.Plot.Locator(".u-over").BoundingBoxAsync())!;
        var middle = at.ToUnixTimeMilliseconds() + (GeneratedSpan.Length.TotalMilliseconds / 2);
        var x = (int)(plot.X + (plot.Width * (middle - picture.Min) / picture.Length));
        // The scale ends at 110 % of the limit.
        var y = plot.Y + plot.Height - (plot.Height * peak / (GeneratedSpan.Limit * 1.1));
        var screenshot = await Screenshot.TakeAsync(tab.Page);
        bool Filled(int row) => Enumerable.Range(x - 3, 7).Any(column => screenshot.Has(column, row, colour));
        var top = Enumerable.Range((int)plot.Y, (int)plot.Height).Cast<int?>().FirstOrDefault(row => Filled(row!.Value));
        if (top is null || Math.Abs(top.Value - y) > Tolerance || !Filled((int)(plot.Y + plot.Height) - 4))
        {
            unseen.Add($"{peak} at {at:O}, {zoom} wide: a bar up to {y:0} is expected at {x}, there is one up to {top}");
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
