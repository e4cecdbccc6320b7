using System.Text.RegularExpressions;
using AuditConsole.BrowserTests.Support;
using AuditConsole.Monitoring;
using AuditConsole.Monitoring.History.Sqlite;
using AuditConsole.Monitoring.Windows;
using Microsoft.Playwright;

namespace AuditConsole.BrowserTests.Hosts;

/// <summary>A console that was given the history of a host it does not watch.</summary>
public sealed class ImportingConsole : ConsoleProcess
{
    internal const string Imported = "web-01";
    private const int Windows = 40;
    private const uint Peak = 4321;

    public override async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(StateFolder);
        await using var history = new SqliteHistory($"Data Source={Path.Combine(StateFolder, "history.db")}");
        var now = TimeProvider.System.GetUtcNow();
        var start = now.AddMinutes(-Windows);
        await history.ImportAsync([.. Enumerable.Range(0, Windows).Select(place => Window(place, start))], now, CancellationToken.None);
        await base.InitializeAsync();
    }

    private static PollWindow Window(int place, DateTimeOffset start) => new()
    {
        Host = Imported,
        Seq = place + 1,
        From = start.AddMinutes(place),
        To = start.AddMinutes(place + 1),
        Peak = place == Windows / 2 ? Peak : 12,
        Tier = Tier.Kernel,
        BacklogLimit = 8192,
        Lost = 0,
        WaitTicks = 0,
        Wait = TimeSpan.Zero,
    };
}

public sealed partial class HostMenuTests(Chromium chromium, ImportingConsole console) : BrowserTest(chromium, console), IClassFixture<ImportingConsole>
{
    [Fact]
    public async Task ImportedHost_ChosenByKeyboard_IsShownAndStaysInTheAddress()
    {
        await using var tab = await OpenAsync("/history?range=6h");
        var page = tab.Page;
        var menu = page.GetByRole(AriaRole.Button, new() { Name = "Host: engine" });
        // Where the page puts the focus once it lives.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await menu.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Hosts" }).GetByRole(AriaRole.Listitem)).ToHaveTextAsync(["enginesimulated engine", "web-01not connected"]);
        await page.Keyboard.PressAsync("Escape");
        await Expect(menu).ToHaveAttributeAsync("aria-expanded", "false");
        await page.Keyboard.PressAsync("Enter");
        await Expect(menu).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(ImportedSixHours());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("4,321");
        Assert.Equal(4321, (await Chart.Peaks(page).UntilAsync(picture => picture.State == "ready" && picture.Highest == 4321, "draws the imported peak")).Highest);
        await Expect(page.GetByRole(AriaRole.Note)).ToContainTextAsync("web-01: imported history.");
        await Expect(page.GetByText("samples/s")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "24 h" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("range=24h&host=web-01$"));
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("4,321");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Pages", Exact = true }).GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Host: engine" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Note)).ToContainTextAsync("engine: simulated workload.");
        Assert.Empty(tab.Trouble);
    }

    [GeneratedRegex("/history\\?range=6h&host=web-01$")]
    private static partial Regex ImportedSixHours();
}
