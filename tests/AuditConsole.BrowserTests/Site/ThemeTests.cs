using AuditConsole.BrowserTests.Support;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Site;

public sealed class ThemeTests(Chromium chromium, ConsoleProcess console) : BrowserTest(chromium, console), IClassFixture<ConsoleProcess>
{
    // How light the ink of the axis is: the mean over its opaque pixels, 0 to 255.
    private const string AxisLightness = """
        plot => {
          const canvas = plot.querySelector("canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, 30, canvas.height);
          let sum = 0, count = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] > 200) { sum += (data[i] + data[i + 1] + data[i + 2]) / 3; count++; }
          }
          return count ? sum / count : -1;
        }
        """;

    [Theory]
    [InlineData("live")]
    [InlineData("peaks")]
    public async Task Theme_Switched_RecoloursTheChartAndOutlivesAReload(string name)
    {
        await using var tab = await OpenOverviewAsync();
        var root = tab.Page.Locator("html");
        var chart = new Chart(tab.Page, name);
        Task<double> Lightness() => chart.Plot.EvaluateAsync<double>(AxisLightness);
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
        Assert.InRange(await Lightness(), 0, 127);

        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "Light, dark or high contrast" }).ClickAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await Until.HoldsAsync(Lightness, lightness => lightness > 127, "the axis is written in light ink");

        await tab.Page.ReloadAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await chart.ReadyAsync();
        await Until.HoldsAsync(Lightness, lightness => lightness > 127, "the axis is written in light ink after the reload");
    }
}
