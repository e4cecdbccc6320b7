using System.Globalization;
using AuditConsole.BrowserTests.Support;

namespace AuditConsole.BrowserTests.History;

/// <summary>Dragging over a long time draws no picture again, which is why it is smooth; how smooth is printed and asserted nowhere.</summary>
public sealed class DragTests(Chromium chromium, SpanConsole console) : BrowserTest(chromium, console), IClassFixture<SpanConsole>
{
    private const int Frames = 60;
    private const int FramesOverAYear = 600;

    // The pointer moves with every frame, from one end of the plot to the other and back, with the button held. Answers the milliseconds
    // from each frame to the next, how often something was drawn on a canvas meanwhile, and how wide the selection became.
    private const string Drag = """
        (plot, frames) => new Promise(done => {
          const over = plot.querySelector(".u-over"), { left, top, width, height } = over.getBoundingClientRect();
          const { fillRect } = CanvasRenderingContext2D.prototype;
          const times = [];
          let drawn = 0, widest = 0, last = null;
          const send = (target, type, share) => target.dispatchEvent(new MouseEvent(type, {
            bubbles: true, cancelable: true, view: window, button: 0, buttons: 1, clientX: left + width * share, clientY: top + height / 2,
            movementX: 5, movementY: 0 }));
          CanvasRenderingContext2D.prototype.fillRect = function (...all) { drawn++; return fillRect.apply(this, all); };
          send(over, "mouseenter", 0.02); send(over, "mousemove", 0.02); send(over, "mousedown", 0.02);
          const move = now => {
            if (last !== null) times.push(now - last);
            last = now;
            send(over, "mousemove", 0.02 + 0.96 * Math.abs(Math.sin(times.length / 40)));
            widest = Math.max(widest, over.querySelector(".u-select").offsetWidth);
            if (times.length < frames) { requestAnimationFrame(move); return; }
            CanvasRenderingContext2D.prototype.fillRect = fillRect;
            done({ times, drawn, widest });
          };
          requestAnimationFrame(move);
        })
        """;

    [Fact]
    public async Task Drag_OverALongTime_DrawsNoPictureAgain()
    {
        await using var tab = await OpenAsync("/history?range=1h", width: 1440);

        var dragged = await DragAsync(tab, console.Span.Windows < GeneratedSpan.Year ? Frames : FramesOverAYear);

        Array.Sort(dragged.Times);
        double At(double share) => dragged.Times[(int)((dragged.Times.Length - 1) * share)];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{dragged.Times.Length} frames: {1000 / dragged.Times.Average():0.0} a second; ms median {At(0.5):0.0}, 95 % {At(0.95):0.0}, 99 % {At(0.99):0.0}, longest {At(1):0.0}; {dragged.Drawn} drawings");
        Assert.True(dragged.Widest > 100, $"the selection is {dragged.Widest} px wide");
        Assert.Equal(0, dragged.Drawn);
    }

    private async Task<Dragged> DragAsync(Tab tab, int frames)
    {
        var chart = Chart.Peaks(tab.Page);
        await tab.Page.EvaluateAsync("address => Blazor.navigateTo(address)", $"history?from={Time(console.Span.Start)}&to={Time(console.Span.End)}");
        var min = (double)console.Span.Start.ToUnixTimeMilliseconds();
        await chart.UntilAsync(picture => picture is { State: "ready" } && picture.Min == min, "shows the whole span", SpanConsole.Patience);
        await chart.Plot.ScrollIntoViewIfNeededAsync();
        return await chart.Plot.EvaluateAsync<Dragged>(Drag, frames);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Dragged
    {
        public double[] Times { get; init; } = [];

        public int Drawn { get; init; }

        public double Widest { get; init; }
    }
}
