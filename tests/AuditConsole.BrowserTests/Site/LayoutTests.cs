using AuditConsole.BrowserTests.Support;

namespace AuditConsole.BrowserTests.Site;

public sealed class LayoutTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    // Text that its own box or the window's right edge cuts off, except where the user can scroll to it. The readout's last box
    // ends a long sentence with an ellipsis; the chart's table has the whole.
    private const string CutOff = """
        () => {
          const found = [];
          if (document.documentElement.scrollWidth > innerWidth) {
            found.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} of ${innerWidth}`);
          }
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            // A pixel wide and clipped: for screen readers alone.
            if (element.getBoundingClientRect().width <= 1 && getComputedStyle(element).clipPath !== "none") continue;
            if (!node.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest(".sr, .skip, .xscroll, [data-box=happened], script, style")) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            const text = range.getBoundingClientRect();
            if (text.width === 0) continue;
            let right = innerWidth;
            for (let box = element; box && box !== document.body; box = box.parentElement) {
              const { overflowX } = getComputedStyle(box);
              if (overflowX !== "visible") right = Math.min(right, box.getBoundingClientRect().left + box.clientLeft + box.clientWidth);
            }
            if (text.right > right + 1 || text.left < -1) found.push(`"${node.data.trim()}" in ${element.tagName}.${element.className} ends at ${text.right}, seen up to ${right}`);
          }
          for (const box of document.querySelectorAll(".nums > div, .facts > div")) {
            if (box.scrollWidth > box.clientWidth) found.push(`"${box.innerText}" needs ${box.scrollWidth} of ${box.clientWidth}`);
          }
          return found;
        }
        """;

    private const string ObserveShifts = """
        () => {
          globalThis.shifted = [];
          new PerformanceObserver(list => {
            for (const entry of list.getEntries()) {
              shifted.push({ value: entry.value, what: entry.sources.map(source => source.node?.outerHTML ?? source.node?.data ?? "").join(" ").slice(0, 300) });
            }
          }).observe({ type: "layout-shift" });
        }
        """;

    private static readonly int[] s_widths = [360, 390, 768, 1024, 1280, 1440];

    public static TheoryData<string> Paths { get; } = new(Pages);

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Page_AtEveryWidth_CutsNothingOff(string path)
    {
        await using var tab = await OpenAsync(path, s_widths[0]);
        if (path is "/" or "/history")
        {
            await Chart.Peaks(tab.Page).ReadyAsync();
        }

        foreach (var width in s_widths)
        {
            await tab.Page.SetViewportSizeAsync(width, 900);
            // Charts take the new width in the frame after.
            await tab.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            Assert.Equal([], (await tab.Page.EvaluateAsync<string[]>(CutOff)).Select(found => $"{width}: {found}"));
        }
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task ResetDialog_AtAWidth_CutsNothingOff(int width)
    {
        await using var tab = await OpenAsync("/", width);
        await ResetButton(tab.Page).ClickAsync();
        await Expect(ResetDialog(tab.Page)).ToBeVisibleAsync();
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>(CutOff));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1440)]
    public async Task Overview_WhileFiguresChange_ShiftsNothing(int width)
    {
        await using var tab = await OpenAsync("/", width);
        var live = Chart.Live(tab.Page);
        await live.ReadyAsync();
        var start = await Chart.Peaks(tab.Page).UntilAsync(picture => picture.Updates >= 2, "has taken two windows");
        await tab.Page.EvaluateAsync(ObserveShifts);
        // Ten windows of one second with a hundred samples.
        await Chart.Peaks(tab.Page).UntilAsync(picture => picture.Updates >= start.Updates + 10, "has taken ten windows more");
        var shifts = await tab.Page.EvaluateAsync<Shift[]>("() => shifted");
        Assert.True(shifts.Sum(shift => shift.Value) < 0.01, string.Join(Environment.NewLine, shifts.AsEnumerable()));
    }

    internal sealed record Shift
    {
        public double Value { get; init; }

        public string What { get; init; } = "";
    }
}
