using System.Diagnostics;
using AuditConsole.BrowserTests.Support;

namespace AuditConsole.BrowserTests.Site;

/// <summary>The console as it is handed out: published, its files compressed.</summary>
public sealed class PublishedConsole : ConsoleProcess
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auditconsole-published-");

    protected override string Program => Path.Combine(_folder.FullName, "AuditConsole.dll");

    public override async ValueTask InitializeAsync()
    {
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Known("ConsoleProject"), "--no-build", "-c", Known("Configuration"), "-o", _folder.FullName])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException(said);
        }

        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

public sealed class FirstViewTests(Chromium chromium, PublishedConsole console) : BrowserTest(chromium, console), IClassFixture<PublishedConsole>
{
    private const long Most = 400_000;
    private const int MostRequests = 25;

    [Fact]
    public async Task FirstView_OfThePublishedConsole_IsSmall()
    {
        await using var tab = await OpenOverviewAsync();
        var sizes = await tab.Page.EvaluateAsync<Dictionary<string, long>>(
            "() => Object.fromEntries(performance.getEntries().filter(each => each.transferSize !== undefined).map(each => [each.name, each.transferSize]))");
        Assert.Contains(sizes, size => size.Key.Contains("blazor.web", StringComparison.Ordinal) && size.Value > 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{sizes.Values.Sum()} bytes in {sizes.Count} requests");
        Assert.InRange(sizes.Count, 1, MostRequests);
        Assert.True(sizes.Values.Sum() <= Most, string.Join(Environment.NewLine, sizes.OrderByDescending(size => size.Value).Select(size => $"{size.Value} {size.Key}")));
    }
}
